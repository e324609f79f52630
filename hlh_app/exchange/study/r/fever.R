# Daily temperature peaks, how soon the fever left, and glucocorticoid in methylprednisolone
# equivalents. Days are calendar days from the first dose.

# One column of ``daily`` by day: a matrix of the group's patients x days, NA where there is none.
.wide <- function(code, column, days) {
  ids <- of_group(code)$id
  found <- matrix(NA_real_, length(ids), length(days))
  rows <- daily[daily$id %in% ids & daily$day %in% days, , drop = FALSE]
  found[cbind(match(rows$id, ids), match(rows$day, days))] <- as.numeric(rows[[column]])
  found
}

# --- Peaks

.peak_days <- -3:28

.put_peaks <- function(peaks, code) {
  for (at in seq_along(.peak_days)) {
    of <- describe(peaks[, at])
    for (name in c("mean", "sd", "median", "n", "missing")) {
      put(key("fever/peak", paste0("day", .peak_days[at]), name, code), of[[name]])
    }
  }
}

.put_day_tests <- function(a, b) {
  tested <- 0
  for (at in seq_along(.peak_days)) {
    root <- key("fever/peak", paste0("day", .peak_days[at]))
    t <- student(a[, at], b[, at])
    w <- rank_sum(a[, at], b[, at])
    put(key(root, "t/statistic/ab"), t$statistic)
    put(key(root, "t/p/ab"), t$p)
    put(key(root, "mann_whitney/statistic/ab"), w$statistic)
    put(key(root, "mann_whitney/p/ab"), w$p)
    tested <- tested + !is.na(t$p)
  }
  put("fever/peak/tested/ab", tested)
}

# --- The fever's leaving

.times <- list(hours = c(24, 48, 72, 144), days = c(1, 2, 3, 6, 14))

.put_counted <- function(root, yes, known, unknown, code) {
  of <- exact_interval(yes, known)
  put(key(root, "yes", code), yes)
  put(key(root, "known", code), known)
  put(key(root, "unknown", code), unknown)
  put(key(root, "share", code), of$value)
  put(key(root, "lower", code), of$lower)
  put(key(root, "upper", code), of$upper)
}

.put_asked <- function(root, answers, code) {
  .put_counted(root, sum(answers %in% TRUE), sum(!is.na(answers)), sum(is.na(answers)), code)
}

.fever_time <- function(rows, unit) {
  afebrile <- as.numeric(rows[[paste0("afebrile_", unit)]])
  until <- as.numeric(rows[[paste0("open_", unit)]])
  event <- !is.na(afebrile)
  list(time = ifelse(event, afebrile, until), event = event)
}

# The share afebrile: one minus what is left. After the last time only where nobody is left.
.put_share <- function(root, fit, time, code) {
  left <- survival_at(fit, time)
  if (!is.null(fit) && time > max(fit$time) && min(fit$surv) == 0) left <- c(0, NA, NA)
  put(key(root, "share", code), 1 - left[1])
  put(key(root, "lower", code), 1 - left[3])
  put(key(root, "upper", code), 1 - left[2])
  put(key(root, "at_risk", code), at_risk(fit, time))
}

.put_curve <- function(rows, unit, code) {
  of <- .fever_time(rows, unit)
  known <- !is.na(of$time)
  fit <- kaplan_meier(of$time, of$event)
  root <- key("fever", unit)
  put(key(root, "n", code), sum(known))
  put(key(root, "afebrile", code), sum(of$event))
  put(key(root, "censored", code), sum(known & !of$event))
  put(key(root, "without", code), sum(!known))
  middle <- km_median(fit)
  put(key(root, "median", code), middle[1])
  put(key(root, "median_lower", code), middle[2])
  put(key(root, "median_upper", code), middle[3])
  for (time in .times[[unit]]) .put_share(key(root, paste0("at", time)), fit, time, code)
}

.put_clock <- function(code) {
  rows <- of_group(code)
  .put_asked("fever/before", rows$febrile_before, code)
  .put_asked("fever/within24", rows$within_24_h, code)
  febrile <- rows[rows$febrile_before %in% TRUE, , drop = FALSE]
  .put_asked("fever/within24_febrile", febrile$within_24_h, code)
  asked <- febrile[febrile$state %in% "afebrile", , drop = FALSE]
  back <- asked$came_back %in% "met"
  open <- !asked$came_back %in% c("met", "not_met")
  .put_counted("fever/back", sum(back), nrow(asked), sum(open), code)
  of <- describe(as.numeric(asked$back_days[back]))
  for (name in c("median", "low", "high")) put(key("fever/back_days", name, code), of[[name]])
  for (unit in names(.times)) .put_curve(febrile, unit, code)
}

.put_log_rank <- function(unit) {
  rows <- patients[patients$febrile_before %in% TRUE, , drop = FALSE]
  of <- .fever_time(rows, unit)
  test <- log_rank(of$time, of$event, rows$group)
  put(key("fever", unit, "log_rank/statistic/ab"), test$statistic)
  put(key("fever", unit, "log_rank/p/ab"), test$p)
}

.codes <- group_codes()
.peaks <- lapply(.codes, .wide, "temperature_peak", .peak_days)
for (.at in seq_along(.codes)) .put_peaks(.peaks[[.at]], .codes[.at])
if (length(.codes) == 2) .put_day_tests(.peaks[[1]], .peaks[[2]])
for (.code in .codes) .put_clock(.code)
if (length(.codes) == 2) for (.unit in names(.times)) .put_log_rank(.unit)

# --- Glucocorticoid

.dose_days <- -7:56
.design_days <- c(0, 28, 56)
.described <- c("n", "mean", "sd", "median", "q1", "q3")

.put_dose_days <- function(doses, until, code) {
  for (at in seq_along(.dose_days)) {
    followed <- until >= .dose_days[at]
    dose <- doses[followed, at]
    of <- describe(dose)
    root <- key("glucocorticoid", paste0("day", .dose_days[at]))
    put(key(root, "followed", code), sum(followed))
    put(key(root, "given", code), sum(is.na(dose) | dose != 0))
    put(key(root, "unknown", code), sum(is.na(dose)))
    for (name in .described) put(key(root, name, code), of[[name]])
  }
}

# Sums of days 0 to ``through`` of those followed so long, NA with a dose that is not known.
.total <- function(doses, until, kg, through, per) {
  held <- until >= through
  part <- doses[held, .dose_days %in% 0:through, drop = FALSE]
  sums <- rowSums(part)
  if (per != "") sums <- sums / kg[held]
  list(sums = sums, unknown = rowSums(is.na(part)), short = sum(!held))
}

.put_total <- function(of, root, code) {
  found <- describe(of$sums)
  for (name in .described) put(key(root, name, code), found[[name]])
  put(key(root, "short", code), of$short)
  put(key(root, "unknown", code), sum(of$unknown > 0))
  put(key(root, "no_weight", code), sum(of$unknown == 0 & is.na(of$sums)))
  put(key(root, "unknown_days", code), sum(of$unknown))
}

.put_design <- function(doses, codes) {
  wide <- lapply(doses, function(rows) rows[, match(.design_days, .dose_days), drop = FALSE])
  values <- do.call(rbind, wide)
  of <- repeated_measures(values, rep(codes, vapply(wide, nrow, 0L)), codes)
  for (at in seq_along(codes)) {
    put(key("glucocorticoid/design/n", codes[at]), of$n[at])
    put(key("glucocorticoid/design/missing", codes[at]), nrow(wide[[at]]) - of$n[at])
  }
  both <- paste(codes, collapse = "")
  for (effect in rownames(of$effects)) {
    for (name in c("f", "p", "p_gg")) {
      put(key("glucocorticoid/design", paste0(effect, "_", name), both), of$effects[effect, name])
    }
  }
  put(key("glucocorticoid/design/epsilon", both), of$gg)
}

.doses <- lapply(.codes, .wide, "glucocorticoid", .dose_days)
.until <- lapply(.codes, function(code) of_group(code)$followed_to)
.weight <- lapply(.codes, function(code) as.numeric(of_group(code)$weight_kg))
for (.at in seq_along(.codes)) .put_dose_days(.doses[[.at]], .until[[.at]], .codes[.at])
for (.through in c(28, 56)) for (.per in c("", "_per_kg")) {
  .root <- key("glucocorticoid", paste0("total", .through, .per))
  .sums <- Map(.total, .doses, .until, .weight, .through, .per)
  for (.at in seq_along(.codes)) .put_total(.sums[[.at]], .root, .codes[.at])
  if (length(.codes) == 2) {
    .test <- rank_sum(.sums[[1]]$sums, .sums[[2]]$sums)
    put(key(.root, "mann_whitney/statistic/ab"), .test$statistic)
    put(key(.root, "mann_whitney/p/ab"), .test$p)
  }
}
.put_design(.doses, .codes)
