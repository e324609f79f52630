// CQL to ELM by the JavaScript build of the reference translator: node translate.mjs
import { readFileSync, writeFileSync } from "node:fs";
import {
  CqlTranslator,
  LibraryManager,
  ModelManager,
  createUcumService,
} from "@cqframework/cql/cql-to-elm";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";

const here = new URL(".", import.meta.url);
const cql = readFileSync(new URL("hlh2004.cql", here), "utf-8");
const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
const none = () => {
  throw new Error("the library converts no units");
};
const ucum = createUcumService(none, () => null, none, none);
const libraries = new LibraryManager(models, undefined, undefined, ucum);
const translator = CqlTranslator.fromText(cql, libraries);
const elm = JSON.parse(translator.toJson());
const messages = (elm.library.annotation ?? []).filter((note) => note.message);
for (const note of messages) {
  console.error(`${note.startLine}: ${note.errorSeverity}: ${note.message}`);
}
if (messages.some((note) => note.errorSeverity === "error")) process.exit(1);
const spare = new Set(["annotation", "localId", "locator", "signature"]);
const kept = (key, value) => (spare.has(key) ? undefined : value);
// What only an editor needs is left out. Without a data model there is no patient context to name, yet only there does cql-execution keep
// the value of a definition that is used twice: a large gain, so that each one is moved there.
for (const definition of elm.library.statements.def) {
  if (definition.context === "Unfiltered") definition.context = "Patient";
}
writeFileSync(new URL("hlh2004.elm.json", here), `${JSON.stringify(elm, kept)}\n`);
