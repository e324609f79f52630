# How alike the groups were before treatment: standardized differences.

.said_of <- list(
  sex = "female",
  trigger = c("infection", "rheumatic", "malignancy", "primary", "other", "none_found"),
  ebv = TRUE,
  course = c("new", "refractory", "relapsed"),
  line = "later",
  hlh2004 = "met"
)

.difference_of_means <- function(a, b) {
  if (a$n < 2 || b$n < 2 || (a$low == a$high && b$low == b$high)) return(NA)
  abs(a$mean - b$mean) / sqrt((a$sd^2 + b$sd^2) / 2)
}

# yes: of whom it is said in each group; n: of whom it is known at all.
.difference_of_shares <- function(yes, n) {
  no <- n - yes
  one_category <- all(yes == 0) || all(no == 0)
  apart <- !(all(yes > 0) || all(no > 0))
  if (any(n == 0) || one_category || apart) return(NA)
  share <- yes / n
  abs(share[1] - share[2]) / sqrt(sum(share * (1 - share)) / 2)
}

for (.field in c("age", "weight_kg")) {
  .told <- lapply(group_codes(), function(code) describe(of_group(code)[[.field]]))
  for (.at in seq_along(.told)) {
    for (.name in c("n", "mean", "sd", "median")) {
      put(key("balance", .field, .name, group_codes()[.at]), .told[[.at]][[.name]])
    }
  }
  if (length(.told) == 2) {
    put(key("balance", .field, "difference/ab"), .difference_of_means(.told[[1]], .told[[2]]))
  }
}

for (.field in names(.said_of)) {
  for (.word in .said_of[[.field]]) {
    .name <- if (identical(.word, TRUE)) "yes" else .word
    .counts <- vapply(group_codes(), function(code) {
      column <- of_group(code)[[.field]]
      is_known <- !is.na(column) & !(column %in% c("unknown", "not_applicable"))
      c(sum(column %in% .word), sum(is_known))
    }, c(0, 0))
    for (.code in colnames(.counts)) {
      put(key("balance", .field, .name, "count", .code), .counts[1, .code])
      put(key("balance", .field, .name, "n", .code), .counts[2, .code])
    }
    if (ncol(.counts) == 2) {
      put(key("balance", .field, .name, "difference/ab"),
          .difference_of_shares(.counts[1, ], .counts[2, ]))
    }
  }
}
