# Reads a study export and collects figures. Base R and package survival, nothing else.
#
# read_export(folder) makes these data frames (missing values are NA):
#   groups           group and n: also a group without anybody
#   patients         one row a patient and group: id, group ("a" or "b"), and every fact
#   series           id, analyte, day, value: analysed results, canonical units
#   daily            id, day, temperature_peak, glucocorticoid (mg/d methylprednisolone)
#   doses            id, first_day, last_day, mg_per_day: ruxolitinib
#   toxicity         id, ctcae, analyte, and the grade before, the worst since and the worst new one,
#                    each as the lowest and the highest that it may be (before_low, before_high, ...)
#   toxicity_events  id, category, term, grade, day, action
# Words and lists are character ("" is NA; lists are joined by "|"), truths are logical, the rest
# is numeric. put(key, value) collects one figure; write_figures(path) writes them.

suppressPackageStartupMessages(library(survival))
options(warn = 1, digits = 17, stringsAsFactors = FALSE)

.files <- c("groups", "patients", "series", "daily", "doses", "toxicity", "toxicity_events")
.words <- c("id", "group", "analyte", "ctcae", "category", "term", "action", "earlier")
.figures <- new.env()

.read <- function(path) {
  frame <- read.csv(path, colClasses = "character", na.strings = "", check.names = FALSE)
  others <- setdiff(names(frame), .words)
  frame[others] <- lapply(unclass(frame)[others], .converted)
  frame
}

.converted <- function(text) {
  found <- type.convert(text, na.strings = "", as.is = TRUE)
  if (is.integer(found)) as.numeric(found) else found
}

read_export <- function(folder) {
  for (name in .files) {
    path <- file.path(folder, paste0(name, ".csv"))
    if (file.exists(path)) assign(name, .read(path), envir = globalenv())
  }
  rm(list = ls(.figures), envir = .figures)
  .figures$groups <- list()
  .figures$keys <- character(0)
  .figures$values <- numeric(0)
}

# The codes of the groups in the export, in order: "a", or "a" and "b".
group_codes <- function() sort(groups$group)

# The patients of one group; the rows of another data frame that are about them.
of_group <- function(code) {
  if (is.null(.figures$groups[[code]])) {
    .figures$groups[[code]] <- patients[patients$group %in% code, , drop = FALSE]
  }
  .figures$groups[[code]]
}
rows_of <- function(frame, code) frame[frame$id %in% of_group(code)$id, , drop = FALSE]

# A key: key("table1", "age", "median", "a") is "table1/age/median/a".
key <- function(...) paste(..., sep = "/")

put <- function(key, value) {
  n <- length(.figures$keys) + 1L
  .figures$keys[[n]] <- key
  .figures$values[[n]] <- if (length(value) == 1L) as.numeric(value) else NA_real_
}

write_figures <- function(path) {
  values <- ifelse(is.na(.figures$values), "", sprintf("%.17g", .figures$values))
  lines <- if (length(values)) paste0("\"", .figures$keys, "\",", values) else character(0)
  writeLines(c("key,value", lines), path)
}
