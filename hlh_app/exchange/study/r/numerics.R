# The estimates and tests that the sections use: R's own, with NA where there is no answer (nobody,
# too few, no spread) instead of an error. Every function leaves out what is missing.

.no_test <- list(statistic = NA_real_, p = NA_real_, df = NA_real_)

.answer <- function(test) {
  p <- unname(test$p.value)
  df <- if (is.null(test$parameter)) NA_real_ else unname(test$parameter)
  list(statistic = unname(test$statistic), p = if (is.finite(p)) p else NA_real_, df = df)
}

known <- function(x) x[!is.na(x)]
complete_pairs <- function(x, y) !is.na(x) & !is.na(y)

# n, missing, mean, sd, median, quartiles (type 7), lowest, highest.
describe <- function(x) {
  seen <- known(x)
  found <- list(n = length(seen), missing = sum(is.na(x)))
  if (!length(seen)) {
    nothing <- c("mean", "sd", "median", "q1", "q3", "low", "high")
    return(c(found, setNames(as.list(rep(NA_real_, 7)), nothing)))
  }
  q <- unname(quantile(seen, c(0.25, 0.75), type = 7))
  c(found, list(mean = mean(seen), sd = sd(seen), median = median(seen), q1 = q[1], q3 = q[2],
                low = min(seen), high = max(seen)))
}

# x of n with Clopper and Pearson's interval.
exact_interval <- function(x, n, level = 0.95) {
  if (n < 1) return(list(x = x, n = n, value = NA_real_, lower = NA_real_, upper = NA_real_))
  limits <- binom.test(x, n, conf.level = level)$conf.int
  list(x = x, n = n, value = x / n, lower = limits[1], upper = limits[2])
}

# Wilcoxon's signed-rank test of pairs, differences x - y; exact as wilcox.test decides.
signed_rank <- function(x, y) {
  both <- complete_pairs(x, y)
  if (!any(both)) return(.no_test)
  .answer(suppressWarnings(wilcox.test(x[both], y[both], paired = TRUE)))
}

# Mann and Whitney's (Wilcoxon's rank-sum) test; exact as wilcox.test decides.
rank_sum <- function(x, y) {
  if (!length(known(x)) || !length(known(y))) return(.no_test)
  .answer(suppressWarnings(wilcox.test(known(x), known(y))))
}

.t <- function(...) tryCatch(.answer(t.test(...)), error = function(too_few_or_constant) .no_test)
welch <- function(x, y) .t(known(x), known(y))
student <- function(x, y) .t(known(x), known(y), var.equal = TRUE)
paired_t <- function(x, y) {
  both <- complete_pairs(x, y)
  .t(x[both], y[both], paired = TRUE)
}

# Rows and columns of zeros are left out of a table of counts.
.filled <- function(table) {
  table <- unclass(as.matrix(table))
  table <- table[rowSums(table) > 0, , drop = FALSE]
  table[, colSums(table) > 0, drop = FALSE]
}

chi_square <- function(table, yates = FALSE) {
  counts <- .filled(table)
  if (min(dim(counts)) < 2) return(.no_test)
  .answer(suppressWarnings(chisq.test(counts, correct = yates)))
}

# Fisher's exact test, where the tables with the same margins are few enough to be listed.
fisher <- function(table) {
  counts <- .filled(table)
  if (min(dim(counts)) < 2) return(.no_test)
  if (ncol(counts) > nrow(counts)) counts <- t(counts)
  ways <- choose(sort(rowSums(counts)) + ncol(counts) - 1, ncol(counts) - 1)
  if (max(dim(counts)) > 2 && prod(ways[-length(ways)]) > 1e6) return(.no_test)
  test <- tryCatch(
    fisher.test(counts, conf.int = FALSE),
    error = function(larger) fisher.test(counts, conf.int = FALSE, workspace = 2e7)
  )
  list(statistic = NA_real_, p = test$p.value, df = NA_real_)
}

# Chi-square when every expected count is 5 or more, else Fisher.
compared <- function(table) {
  counts <- .filled(table)
  if (!length(counts)) return(.no_test)
  expected <- outer(rowSums(counts), colSums(counts)) / sum(counts)
  if (min(expected) >= 5) chi_square(counts) else fisher(counts)
}

# Repeated measures: ``values`` a matrix of patients x times; ``group`` one code a patient, all the
# same for a single group. Complete cases. Rows "time", and with groups "interaction" and "group":
# df, error_df, f, p, p_gg, p_hf; and epsilon (gg, hf).
repeated_measures <- function(values, group = rep("a", nrow(values)), codes = unique(group)) {
  values <- as.matrix(values)
  complete <- rowSums(is.na(values)) == 0
  values <- values[complete, , drop = FALSE]
  group <- factor(group[complete], levels = codes)
  n <- as.vector(table(group))
  rows <- c("time", if (length(codes) > 1) c("interaction", "group"))
  heads <- c("df", "error_df", "f", "p", "p_gg", "p_hf")
  effects <- matrix(NA_real_, length(rows), 6, dimnames = list(rows, heads))
  found <- list(n = n, gg = NA_real_, hf = NA_real_, effects = effects)
  if (!length(n) || min(n) < 1 || sum(n) <= length(n) || ncol(values) < 2) return(found)
  dimnames(values) <- NULL
  fit <- if (length(codes) > 1) lm(values ~ group) else lm(values ~ 1)
  contrasts <- contr.helmert(ncol(values))
  contrasts <- sweep(contrasts, 2, sqrt(colSums(contrasts^2)), "/")
  scatter <- crossprod(residuals(fit) %*% contrasts)
  if (sum(diag(scatter)) <= (1e-12 * max(abs(values)))^2) return(found)
  within <- fit$df.residual
  steps <- ncol(values) - 1
  found$gg <- sum(diag(scatter))^2 / sum(scatter^2) / steps
  room <- steps * (within - steps * found$gg)
  if (room >= 1e-6) found$hf <- ((within + 1) * steps * found$gg - 2) / room
  line <- function(f, df, error_df, sphere) {
    if (f <= 1e-12) f <- 0
    p <- pf(f, df, error_df, lower.tail = FALSE)
    if (!sphere) return(c(df, error_df, f, p, NA, NA))
    hf <- min(1, found$hf)
    c(df, error_df, f, p,
      pf(f, df * found$gg, error_df * found$gg, lower.tail = FALSE),
      pf(f, df * hf, error_df * hf, lower.tail = FALSE))
  }
  error <- sum(diag(scatter)) / (within * steps)
  grand <- colMeans(values)
  f <- nrow(values) * sum((grand %*% contrasts)^2) / steps / error
  found$effects["time", ] <- line(f, steps, within * steps, TRUE)
  if (length(codes) > 1) {
    between <- length(codes) - 1
    shift <- sweep(fitted(fit), 2, grand)
    f <- sum((shift %*% contrasts)^2) / (between * steps) / error
    found$effects["interaction", ] <- line(f, between * steps, within * steps, TRUE)
    spread <- sum(rowMeans(residuals(fit))^2) / within
    if (spread > (1e-12 * max(abs(fitted(fit))))^2) {
      f <- sum(rowMeans(shift)^2) / between / spread
      found$effects["group", ] <- line(f, between, within, FALSE)
    }
  }
  found
}

# Kaplan and Meier's curve with log-log intervals; NULL with nobody. ``time`` in days, NA: left out.
kaplan_meier <- function(time, event) {
  seen <- !is.na(time)
  if (!any(seen)) return(NULL)
  time <- time[seen]
  event <- as.numeric(event[seen])
  suppressWarnings(survfit(Surv(time, event) ~ 1, conf.type = "log-log"))
}

# value, lower, upper.
km_median <- function(fit) {
  if (is.null(fit)) return(rep(NA_real_, 3))
  unname(summary(fit)$table[c("median", "0.95LCL", "0.95UCL")])
}

at_risk <- function(fit, times) {
  if (is.null(fit)) return(rep(0, length(times)))
  vapply(times, function(time) sum((fit$n.event + fit$n.censor)[fit$time >= time]), 0)
}

# No limits where the share is 0 or 1.
.with_limits <- function(value, lower, upper) {
  if (value <= 0 || value >= 1 - 1e-12) c(value, NA, NA) else c(value, lower, upper)
}

# value, lower, upper at one time; NA after the last observed time.
survival_at <- function(fit, time) {
  if (is.null(fit) || time > max(fit$time)) return(rep(NA_real_, 3))
  if (time < min(fit$time)) return(c(1, NA, NA))
  row <- max(which(fit$time <= time))
  .with_limits(fit$surv[row], fit$lower[row], fit$upper[row])
}

log_rank <- function(time, event, group) {
  seen <- !is.na(time)
  time <- time[seen]
  event <- as.numeric(event[seen])
  group <- group[seen]
  if (length(unique(group)) < 2 || !any(event == 1)) return(.no_test)
  test <- tryCatch(survdiff(Surv(time, event) ~ group), error = function(singular) NULL)
  if (is.null(test)) return(.no_test)
  df <- sum(test$exp > 0) - 1
  if (df < 1) return(.no_test)
  list(statistic = test$chisq, p = pchisq(test$chisq, df, lower.tail = FALSE), df = df)
}

# Cumulative incidence of cause 1 (0: censored, 2: competing); NULL with nobody.
cumulative_incidence <- function(time, cause) {
  seen <- !is.na(time)
  if (!any(seen)) return(NULL)
  time <- time[seen]
  cause <- factor(cause[seen], levels = 0:2)
  suppressWarnings(survfit(Surv(time, cause) ~ 1, conf.type = "log-log"))
}

# value, lower, upper of cause 1 at one time; NA after the last observed time.
incidence_at <- function(fit, time) {
  if (is.null(fit) || time > max(fit$time)) return(rep(NA_real_, 3))
  if (time < min(fit$time)) return(c(0, NA, NA))
  row <- max(which(fit$time <= time))
  state <- match("1", fit$states)
  .with_limits(fit$pstate[row, state], fit$lower[row, state], fit$upper[row, state])
}

# strata: a list of c(x, n); standard: the weights. Zou, Huang and Zhang's interval.
standardized <- function(strata, standard) {
  weights <- standard / sum(standard)
  parts <- lapply(strata, function(part) unlist(exact_interval(part[1], part[2])))
  parts <- do.call(rbind, parts)[weights > 0, , drop = FALSE]
  weights <- weights[weights > 0]
  value <- sum(weights * parts[, "value"])
  if (is.na(value)) return(rep(NA_real_, 3))
  c(value, value - sqrt(sum((weights * (parts[, "value"] - parts[, "lower"]))^2)),
    value + sqrt(sum((weights * (parts[, "upper"] - parts[, "value"]))^2)))
}
