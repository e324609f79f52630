# How many patients each group has, and how many are in both.

for (code in group_codes()) put(key("cohort/n", code), nrow(of_group(code)))
if (setequal(group_codes(), c("a", "b"))) {
  put("cohort/n/ab", length(intersect(of_group("a")$id, of_group("b")$id)))
}
