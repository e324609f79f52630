# Compares what was recomputed with what the pages showed: equal within 1e-10, of the value itself
# or of its size. Prints how many are equal, every difference, and what was not recomputed.

compare_figures <- function(shown_path, recomputed_path, tolerance = 1e-10) {
  shown <- read.csv(shown_path, colClasses = c("character", "numeric"))
  again <- read.csv(recomputed_path, colClasses = c("character", "numeric"))
  value <- again$value[match(shown$key, again$key)]
  missing <- !(shown$key %in% again$key)
  apart <- abs(shown$value - value)
  same <- (is.na(shown$value) & is.na(value)) |
    (!is.na(apart) & apart <= tolerance * pmax(1, abs(shown$value)))
  same[missing] <- FALSE
  cat(sprintf("%d of %d figures are equal.\n", sum(same), nrow(shown)))
  wrong <- which(!same & !missing)
  for (at in wrong) {
    cat(sprintf("DIFFERENT %s: shown %.17g, recomputed %.17g\n",
                shown$key[at], shown$value[at], value[at]))
  }
  topics <- table(sub("/.*", "", shown$key[missing]))
  for (name in names(topics)) {
    cat(sprintf("NOT RECOMPUTED %s: %d figures\n", name, topics[[name]]))
  }
  invisible(length(wrong) == 0L)
}
