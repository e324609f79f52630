// Forms with dates.

import { echoDays } from "./days.js";

const form = document.getElementById("entry-form");
if (form) echoDays(form);
