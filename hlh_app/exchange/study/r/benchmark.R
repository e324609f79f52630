# Our figures as a published cohort would print them, and the response with another cohort's share
# of EBV-HLH. Response is of those given ruxolitinib.

.responses <- c("CR", "PR", "PR|CR")
.mixes <- list(wang2020 = c(25, 9), chi2020 = c(5, 6), chi2020_conventional = c(2, 9))
.most_unknown <- 0.2

.put_measure <- function(name, x, n, unknown, of, code) {
  root <- paste0("benchmark/", name, "/")
  put(key(paste0(root, "x"), code), x)
  put(key(paste0(root, "n"), code), n)
  put(key(paste0(root, "unknown"), code), unknown)
  put(key(paste0(root, "value"), code), of[1])
  put(key(paste0(root, "low"), code), of[2])
  put(key(paste0(root, "high"), code), of[3])
}

.put_rate <- function(name, x, n, unknown, code) {
  of <- exact_interval(x, n)
  .put_measure(name, x, n, unknown, c(of$value, of$lower, of$upper), code)
}

.put_share_at <- function(name, days, event, week, code) {
  seen <- !is.na(days)
  fit <- kaplan_meier(days, event)
  of <- survival_at(fit, 7 * week)
  if (any(seen) && 7 * week > max(days[seen]) && min(fit$surv) == 0) of <- c(0, NA, NA)
  .put_measure(name, sum(days[seen] >= 7 * week), sum(seen), sum(!seen), of, code)
}

.put_benchmark <- function(of, code) {
  treated <- of$treatment %in% "ruxolitinib"
  responded <- treated & of$best %in% .responses
  .put_rate("orr", sum(responded), sum(treated), 0, code)
  .put_rate("cr", sum(treated & of$best %in% "CR"), sum(treated), 0, code)
  for (day in c(14, 28)) {
    class <- of[[paste0("class_day", day)]]
    assessed <- treated & !is.na(class)
    x <- sum(assessed & class %in% .responses)
    .put_rate(paste0("orr_day", day), x, sum(assessed), sum(treated & !assessed), code)
    .put_rate(paste0("orr_day", day, "_all"), x, sum(treated), 0, code)
  }
  yes <- treated & of$ebv %in% TRUE
  no <- treated & of$ebv %in% FALSE
  .put_rate("orr_ebv", sum(responded & yes), sum(yes), 0, code)
  .put_rate("orr_not_ebv", sum(responded & no), sum(no), 0, code)
  afebrile <- of$within_24_h
  x <- sum(afebrile %in% TRUE)
  .put_rate("afebrile24", x, sum(!is.na(afebrile)), sum(is.na(afebrile)), code)
  dead <- of$os_ended %in% "death"
  .put_rate("deaths", sum(dead), length(dead), 0, code)
  .put_share_at("os26", of$os_days, dead, 26, code)
  .put_share_at("os52", of$os_days, dead, 52, code)
  worse <- of$pfs_ended %in% c("death", "relapse", "progression")
  .put_share_at("pfs26", of$pfs_days, worse, 26, code)
  kinds <- list(
    line_first = of$line %in% "first", line_later = of$line %in% "later",
    line_unknown = is.na(of$line), children = of$age < 18 & !is.na(of$age),
    adults = of$age >= 18 & !is.na(of$age), age_unknown = is.na(of$age)
  )
  for (kind in names(kinds)) put(key("benchmark", kind, "n", code), sum(kinds[[kind]]))
  unknown <- sum(treated) - sum(yes) - sum(no)
  put(key("benchmark/ebv_unknown/n", code), unknown)
  strata <- list(c(sum(responded & yes), sum(yes)), c(sum(responded & no), sum(no)))
  for (name in names(.mixes)) {
    share <- standardized(strata, .mixes[[name]])
    if (unknown > .most_unknown * sum(treated)) share <- rep(NA_real_, 3)
    root <- paste0("benchmark/orr_as_", name, "/")
    put(key(paste0(root, "value"), code), share[1])
    put(key(paste0(root, "low"), code), share[2])
    put(key(paste0(root, "high"), code), share[3])
  }
}

.benchmark_facts <- as.list(patients[c(
  "group", "treatment", "line", "age", "ebv", "best", "class_day14", "class_day28", "within_24_h",
  "os_days", "os_ended", "pfs_days", "pfs_ended"
)])
for (code in group_codes()) {
  .put_benchmark(lapply(.benchmark_facts, function(x) x[.benchmark_facts$group %in% code]), code)
}
