# Survival, follow-up, and what came first after a response. Times in days from the first dose (from
# the response where said); medians in weeks too.

.weeks <- c(4, 8, 12, 26, 52)
.most_steps <- 60

.put_days <- function(root, name, days, code) {
  put(key(paste0(root, name), code), days)
  put(key(paste0(root, name, "_weeks"), code), days / 7)
}

# Median, lowest and highest of some times.
.put_range <- function(root, days, code) {
  of <- describe(days)
  .put_days(root, "median", of$median, code)
  .put_days(root, "min", of$low, code)
  .put_days(root, "max", of$high, code)
}

.put_median <- function(root, fit, code) {
  of <- km_median(fit)
  .put_days(root, "median", of[1], code)
  .put_days(root, "median_low", of[2], code)
  .put_days(root, "median_high", of[3], code)
}

# After the last observed time only where the curve has come down to 0.
.survival_or_zero <- function(fit, day) {
  if (!is.null(fit) && day > max(fit$time) && min(fit$surv) == 0) return(c(0, NA, NA))
  survival_at(fit, day)
}

.put_weeks <- function(root, fit, code) {
  for (week in .weeks) {
    of <- .survival_or_zero(fit, 7 * week)
    name <- paste0(root, "week", week)
    put(key(name, code), of[1])
    put(key(paste0(name, "_low"), code), of[2])
    put(key(paste0(name, "_high"), code), of[3])
    put(key(paste0(name, "_at_risk"), code), at_risk(fit, 7 * week))
  }
}

.put_steps <- function(root, fit, code) {
  rows <- if (is.null(fit)) integer(0) else which(fit$n.event > 0)
  if (length(rows) > .most_steps) return(invisible())
  for (row in rows) {
    name <- paste0(root, "day", fit$time[row])
    put(key(paste0(name, "_at_risk"), code), fit$n.risk[row])
    put(key(paste0(name, "_events"), code), fit$n.event[row])
    put(key(paste0(name, "_survival"), code), fit$surv[row])
    put(key(paste0(name, "_low"), code), fit$lower[row])
    put(key(paste0(name, "_high"), code), fit$upper[row])
  }
}

.ends <- list(os = "death", os_transplant = "death",
              pfs = c("death", "relapse", "progression"),
              pfs_transplant = c("death", "relapse", "progression"))

.put_endpoint <- function(of, endpoint, code) {
  days <- of[[paste0(endpoint, "_days")]]
  event <- of[[paste0(endpoint, "_ended")]] %in% .ends[[endpoint]]
  seen <- !is.na(days)
  root <- paste0("survival/", endpoint, "/")
  put(key(paste0(root, "n"), code), sum(seen))
  put(key(paste0(root, "events"), code), sum(event[seen]))
  put(key(paste0(root, "censored"), code), sum(!event[seen]))
  put(key(paste0(root, "without"), code), sum(!seen))
  if (startsWith(endpoint, "pfs")) {
    put(key(paste0(root, "open"), code), sum(of$pfs_open[seen] %in% TRUE))
  }
  fit <- kaplan_meier(days, event)
  .put_median(root, fit, code)
  .put_range(paste0(root, "observed_"), days, code)
  .put_weeks(root, fit, code)
  .put_steps(root, fit, code)
}

.put_log_rank <- function(of, endpoint) {
  days <- of[[paste0(endpoint, "_days")]]
  event <- of[[paste0(endpoint, "_ended")]] %in% .ends[[endpoint]]
  test <- log_rank(days, event, of$group)
  root <- paste0("survival/", endpoint, "/logrank_")
  put(key(paste0(root, "chisq"), "ab"), test$statistic)
  put(key(paste0(root, "df"), "ab"), test$df)
  put(key(paste0(root, "p"), "ab"), test$p)
}

.put_follow_up <- function(of, code) {
  alive <- !(of$os_ended %in% "death")
  .put_median("survival/follow_up/", kaplan_meier(of$os_days, alive), code)
  .put_range("survival/follow_up/alive_", of$os_days[alive], code)
}

.causes <- c("relapse", "transplant", "death")

# After the last observed time only where nobody was left whose observation could change it; no
# interval where it has come to all but a rounding error of 1.
.incidence_or_last <- function(fit, day) {
  if (!is.null(fit) && day > max(fit$time)) {
    last <- length(fit$time)
    if (fit$n.risk[last, 1] == sum(fit$n.event[last, ])) day <- fit$time[last]
  }
  of <- incidence_at(fit, day)
  if (!is.na(of[1]) && of[1] > 1 - 1e-12) of[2:3] <- NA
  of
}

.put_after_response <- function(of, code) {
  days <- of$response_to_days
  responded <- !is.na(days)
  ended <- of$response_to_ended
  root <- "survival/after_response/"
  put(key(paste0(root, "n"), code), sum(responded))
  put(key(paste0(root, "censored"), code), sum(responded & !(ended %in% .causes)))
  put(key(paste0(root, "relapse_open"), code), sum(responded & of$relapse %in% "unknown"))
  put(key(paste0(root, "relapse_elsewhere"), code), sum(!responded & !is.na(of$relapse_day)))
  for (week in .weeks) {
    name <- paste0(root, "week", week, "_at_risk")
    put(key(name, code), sum(days[responded] >= 7 * week))
  }
  for (cause in .causes) {
    put(key(paste0(root, cause), code), sum(responded & ended %in% cause))
    fit <- cumulative_incidence(days, ifelse(ended %in% cause, 1, ifelse(ended %in% .causes, 2, 0)))
    for (week in .weeks) {
      share <- .incidence_or_last(fit, 7 * week)
      name <- paste0(root, "week", week, "_", cause)
      put(key(name, code), share[1])
      put(key(paste0(name, "_low"), code), share[2])
      put(key(paste0(name, "_high"), code), share[3])
    }
  }
}

# ``kind``: which patients of the group are meant; those of them who responded are counted.
.put_relapsed <- function(of, part, kind, code) {
  root <- paste0("survival/", part, "/")
  mine <- kind & !is.na(of$response_to_days)
  relapsed <- mine & of$response_to_ended %in% "relapse"
  spared <- mine & !(of$response_to_ended %in% "transplant")
  share <- exact_interval(sum(relapsed), sum(spared))
  put(key(paste0(root, "responders"), code), sum(mine))
  put(key(paste0(root, "n"), code), sum(spared))
  put(key(paste0(root, "relapsed"), code), sum(relapsed))
  put(key(paste0(root, "share"), code), share$value)
  put(key(paste0(root, "share_low"), code), share$lower)
  put(key(paste0(root, "share_high"), code), share$upper)
  rose <- of$ebv_rose_before_relapse[relapsed]
  put(key(paste0(root, "ebv_dna_known"), code), sum(!is.na(rose)))
  put(key(paste0(root, "ebv_dna_rose"), code), sum(rose %in% TRUE))
  days <- of$relapse_day[relapsed]
  put(key(paste0("survival/", part, "_time/n"), code), sum(!is.na(days)))
  .put_range(paste0("survival/", part, "_time/"), days, code)
}

.facts <- as.list(patients[c(
  "group", "ebv", "relapse", "relapse_day", "transplant_day", "pfs_open", "ebv_rose_before_relapse",
  "response_to_days", "response_to_ended",
  paste0(rep(names(.ends), each = 2), c("_days", "_ended"))
)])

for (code in group_codes()) {
  of <- lapply(.facts, function(column) column[.facts$group %in% code])
  for (endpoint in names(.ends)) .put_endpoint(of, endpoint, code)
  .put_follow_up(of, code)
  .put_after_response(of, code)
  .put_relapsed(of, "relapse_ebv", of$ebv %in% TRUE, code)
  .put_relapsed(of, "relapse_not_ebv", of$ebv %in% FALSE, code)
  .put_relapsed(of, "relapse_ebv_unknown", is.na(of$ebv), code)
  put(key("survival/transplant/n", code), sum(!is.na(of$transplant_day)))
  .put_range("survival/transplant/", of$transplant_day, code)
}
if (length(group_codes()) > 1) for (endpoint in names(.ends)) .put_log_rank(.facts, endpoint)
