# Runs the sections of the study's R script over many exports in one process.
# Arguments: the folder of the sections, and a list with one line an export: folder,section|section.

arguments <- commandArgs(trailingOnly = TRUE)
invisible(compiler::enableJIT(0))  # a section's functions are made anew for every export
.parsed <- list()
for (.name in c("base.R", "numerics.R")) source(file.path(arguments[1], .name))
.list <- read.csv(arguments[2], header = FALSE, colClasses = "character")
.kept <- ls(globalenv(), all.names = TRUE)

.run <- function(folder, names) {
  read_export(folder)
  for (name in names) {
    tryCatch({
        if (is.null(.parsed[[name]])) .parsed[[name]] <<- parse(file.path(arguments[1], name))
        eval(.parsed[[name]], globalenv())
      },
      error = function(problem) cat(sprintf("%s,%s,%s\n", folder, name, conditionMessage(problem)))
    )
  }
  write_figures(file.path(folder, "recomputed.csv"))
}

for (.row in seq_len(nrow(.list))) {
  .run(.list[.row, 1], strsplit(.list[.row, 2], "|", fixed = TRUE)[[1]])
  rm(list = setdiff(ls(globalenv(), all.names = TRUE), c(.kept, ".row", ".kept", ".run")))
}
