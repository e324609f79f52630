# R's own estimates and tests, called directly (not through the export's sections), for many samples.
# Arguments: samples.txt with lines "sample;name;numbers" (NA allowed), and where to write key,value.

suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
lines <- strsplit(readLines(arguments[1]), ";", fixed = TRUE)
samples <- vapply(lines, `[`, "", 1)
out <- file(arguments[2], "w")
number <- function(text) if (is.na(text)) numeric(0) else as.numeric(strsplit(text, " ")[[1]])
quiet <- function(code) suppressWarnings(tryCatch(code, error = function(e) NULL))

put <- function(...) {
  values <- c(...)
  values <- values[!vapply(values, is.null, NA)]
  text <- ifelse(is.finite(values), sprintf("%.17g", values), "")
  writeLines(paste0(sample, "/", names(values), ",", text), out)
}
test <- function(name, t) {
  if (is.null(t)) return(put(setNames(c(NA, NA), paste0(name, c("/statistic", "/p")))))
  statistic <- if (is.null(t$statistic)) NA else unname(t$statistic)
  put(setNames(c(statistic, unname(t$p.value)), paste0(name, c("/statistic", "/p"))))
  exact <- grepl("exact", t$method)
  if (grepl("Wilcoxon", t$method)) put(setNames(as.numeric(exact), paste0(name, "/exact")))
}

describe <- function(x) {
  x <- x[!is.na(x)]
  if (!length(x)) return(NULL)
  q <- unname(quantile(x, c(0.25, 0.5, 0.75, 0.9), type = 7))
  put(c("describe/mean" = mean(x), "describe/sd" = sd(x), "describe/q1" = q[1],
        "describe/median" = q[2], "describe/q3" = q[3], "describe/p90" = q[4]))
}

survival <- function(time, event) {
  fit <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
  limits <- fit$surv > 0 & fit$surv < 1
  at <- function(what, x) setNames(x, paste0("km/", what, "/", fit$time))
  put(at("risk", fit$n.risk), at("events", fit$n.event), at("censored", fit$n.censor),
      at("surv", fit$surv), at("lower", ifelse(limits, fit$lower, NA)),
      at("upper", ifelse(limits, fit$upper, NA)))
  put(setNames(summary(fit)$table[c("median", "0.95LCL", "0.95UCL")],
               c("km/median", "km/median_low", "km/median_high")))
  asked <- c(0, 7, 30, 400)
  shown <- summary(fit, times = asked, extend = TRUE)
  put(setNames(shown$n.risk, paste0("km/numbers/", asked)))
  reverse <- survfit(Surv(time, 1 - event) ~ 1, conf.type = "log-log")
  put(setNames(summary(reverse)$table[c("median", "0.95LCL", "0.95UCL")],
               c("follow/median", "follow/median_low", "follow/median_high")))
}

incidence <- function(time, cause) {
  fit <- survfit(Surv(time, factor(cause, 0:2)) ~ 1, conf.type = "log-log")
  state <- match("1", fit$states)
  value <- fit$pstate[, state]
  at <- function(what, x) setNames(x, paste0("cif/", what, "/", fit$time))
  seen <- value > 0 & value < 1
  put(at("value", value), at("error", fit$std.err[, state]),
      at("lower", ifelse(seen, fit$lower[, state], NA)),
      at("upper", ifelse(seen, fit$upper[, state], NA)))
}

logrank <- function(time, event, group) {
  found <- quiet(survdiff(Surv(time, event) ~ group))
  df <- if (is.null(found)) 0 else sum(found$exp > 0) - 1
  p <- if (df > 0) pchisq(found$chisq, df, lower.tail = FALSE) else NA
  put(c("logrank/statistic" = if (df > 0) found$chisq else NA, "logrank/p" = p))
}

repeated <- function(wide, group, long) {
  complete <- rowSums(is.na(wide)) == 0
  wide <- wide[complete, , drop = FALSE]
  group <- factor(group[complete])
  dimnames(wide) <- NULL
  several <- nlevels(group) > 1
  if (nrow(wide) <= nlevels(group)) return(NULL)
  fit <- if (several) lm(wide ~ group) else lm(wide ~ 1)
  table <- quiet(anova(fit, X = ~1, test = "Spherical"))
  epsilon <- quiet(stats:::sphericity(SSD(fit), X = ~1))
  if (is.null(table) || !is.finite(epsilon$GG.eps)) return(NULL)
  # Rounding alone: nobody varies, or the times do not differ.
  f <- table[["F"]][seq_len(1 + several)]
  if (any(f > 1e20 | f < 1e-12)) return(NULL)
  # Without room for it (0/0) R prints what rounding leaves.
  room <- 2 * (fit$df.residual - 2 * epsilon$GG.eps) > 1e-6
  table[["H-F Pr"]][!room] <- NA
  put(c("rm/gg" = epsilon$GG.eps, "rm/hf" = if (room) epsilon$HF.eps else NA))
  for (row in seq_len(1 + several)) {
    name <- c("rm/time/", "rm/interaction/")[row]
    put(setNames(unlist(table[row, c("F", "Pr(>F)", "G-G Pr", "H-F Pr")]),
                 paste0(name, c("f", "p", "p_gg", "p_hf"))))
  }
  if (long) {
    y <- as.vector(wide)
    id <- factor(rep(seq_len(nrow(wide)), ncol(wide)))
    time <- factor(rep(seq_len(ncol(wide)), each = nrow(wide)))
    of <- rep(group, ncol(wide))
    found <- if (several) aov(y ~ of * time + Error(id / time)) else aov(y ~ time + Error(id / time))
    within <- summary(found)[["Error: id:time"]][[1]]
    put(c("aov/time/f" = within[1, "F value"], "aov/time/p" = within[1, "Pr(>F)"]))
    if (several) {
      between <- summary(found)[["Error: id"]][[1]]
      put(c("aov/interaction/f" = within[2, "F value"], "aov/interaction/p" = within[2, "Pr(>F)"]))
      if (between[1, "F value"] < 1e20) {
        put(c("aov/group/f" = between[1, "F value"], "aov/group/p" = between[1, "Pr(>F)"]))
      }
    }
  }
}

counts <- function(two, wide) {
  if (all(rowSums(two) > 0, colSums(two) > 0)) {
    test("fisher2", quiet(fisher.test(two, conf.int = FALSE)))
    test("chi2", quiet(chisq.test(two, correct = FALSE)))
    test("yates", quiet(chisq.test(two, correct = TRUE)))
  }
  wide <- wide[rowSums(wide) > 0, colSums(wide) > 0, drop = FALSE]
  if (min(dim(wide)) < 2) return(NULL)
  test("fisher", quiet(fisher.test(wide, conf.int = FALSE, workspace = 1e6)))
  test("chi", quiet(chisq.test(wide, correct = FALSE)))
}

for (sample in unique(samples)) {
  rows <- lines[samples == sample]
  of <- setNames(lapply(rows, function(row) number(row[3])), vapply(rows, `[`, "", 2))
  a <- of$a[!is.na(of$a)]
  b <- of$b[!is.na(of$b)]
  describe(of$a)
  test("signed", quiet(wilcox.test(of$before, of$after, paired = TRUE)))
  test("sum", quiet(wilcox.test(a, b)))
  test("welch", quiet(t.test(a, b)))
  test("student", quiet(t.test(a, b, var.equal = TRUE)))
  test("paired", quiet(t.test(of$before, of$after, paired = TRUE)))
  difference <- quiet(t.test(a, b)$conf.int)
  if (!is.null(difference)) put(c("welch/low" = difference[1], "welch/high" = difference[2]))
  share <- binom.test(of$share[1], of$share[2])$conf.int
  put(c("share/low" = share[1], "share/high" = share[2]))
  counts(matrix(of$two, 2), matrix(of$table, of$rows))
  survival(of$time, of$event)
  incidence(of$time, of$cause)
  logrank(of$time, of$event, of$group)
  repeated(matrix(of$wide, ncol = 3), of$arm, as.integer(sample) %% 10 == 0)
}
close(out)
