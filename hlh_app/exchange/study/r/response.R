# Response: best within eight weeks, by EBV and trigger, by day, and the time to it.

local({
  classes <- c(complete = "CR", partial = "PR", at_least_partial = "PR|CR", none = "NR",
               none_or_partial = "NR|PR", none_or_complete = "NR|CR", open = "NR|PR|CR",
               unassessed = "")
  responses <- c("CR", "PR", "PR|CR")
  not_determinable <- c("NR|PR", "NR|CR", "NR|PR|CR")
  days <- c(7, 14, 28, 42, 56)
  triggers <- c("infection", "rheumatic", "malignancy", "primary", "other", "none_found", "unknown")
  text <- function(x) as.character(ifelse(is.na(x), "", as.character(x)))

  put_rate <- function(root, name, code, x, n) {
    found <- exact_interval(x, n)
    put(key(root, name, code), found$value)
    put(key(root, paste0(name, "_low"), code), found$lower)
    put(key(root, paste0(name, "_high"), code), found$upper)
  }

  # A list of logical columns, one a part of the patients.
  parts_of <- function(rows) {
    trigger <- ifelse(is.na(rows$trigger), "unknown", as.character(rows$trigger))
    parts <- list(all = rep(TRUE, nrow(rows)), ebv_yes = rows$ebv %in% TRUE,
                  ebv_no = rows$ebv %in% FALSE, ebv_unknown = is.na(rows$ebv))
    for (word in triggers) parts[[paste0("trigger_", word)]] <- trigger == word
    parts
  }

  put_part <- function(name, best, code) {
    root <- key("response", name)
    n <- length(best)
    responders <- sum(best %in% responses)
    put(key(root, "n", code), n)
    put(key(root, "complete", code), sum(best == "CR"))
    put(key(root, "none", code), sum(best == "NR"))
    put(key(root, "undecided", code), sum(best %in% c(not_determinable, "")))
    put_rate(root, "rate", code, responders, n)
  }

  # Of everybody: every class, and every rate.
  put_all <- function(best, code) {
    root <- "response/all"
    n <- length(best)
    responders <- sum(best %in% responses)
    undecided <- sum(best %in% c(not_determinable, ""))
    for (class in setdiff(names(classes), c("complete", "none"))) {
      put(key(root, class, code), sum(best == classes[[class]]))
    }
    put(key(root, "not_determinable", code), sum(best %in% not_determinable))
    put_rate(root, "assessed_rate", code, responders, sum(best != ""))
    put_rate(root, "most_rate", code, responders + undecided, n)
    put_rate(root, "complete_rate", code, sum(best == "CR"), n)
  }

  put_day <- function(day, rows, code) {
    root <- key("response", paste0("day", day))
    class <- text(rows[[paste0("class_day", day)]])
    state <- text(rows[[paste0("not_assessed_day", day)]])
    for (name in names(classes)) put(key(root, name, code), sum(class == classes[[name]]))
    for (word in c("no_values", "upcoming", "not_applicable")) {
      put(key(root, word, code), sum(state == word))
    }
    put_rate(root, "rate", code, sum(class %in% responses), sum(class != ""))
  }

  put_time <- function(rows, code) {
    day <- as.numeric(rows$response_day)
    of <- describe(known(day))
    found <- list(median = of$median, q1 = of$q1, q3 = of$q3, min = of$low, max = of$high)
    put(key("response/time/n", code), of$n)
    for (name in names(found)) {
      put(key("response/time", name, code), found[[name]])
      put(key("response/time", paste0(name, "_weeks"), code), found[[name]] / 7)
    }
    earlier <- !is.na(rows$response_day) & !is.na(rows$response_maybe_day)
    put(key("response/time/earlier", code), sum(earlier))
  }

  put_flags <- function(rows, best, code) {
    flags <- strsplit(text(rows$flags), "|", fixed = TRUE)
    for (class in setdiff(names(classes), "unassessed")) {
      counts <- table(unlist(flags[best == classes[[class]]]))
      for (flag in names(counts)) {
        word <- gsub(":", "_", flag, fixed = TRUE)
        put(key("response", paste0(class, "_with"), word, code), counts[[flag]])
      }
    }
  }

  # Shares of responders in two sets of patients: a row a set.
  two_by_two <- function(one, other) {
    compared(rbind(c(sum(one), sum(!one)), c(sum(other), sum(!other))))$p
  }

  groups <- lapply(setNames(nm = group_codes()), of_group)
  given <- lapply(groups, function(rows) rows[rows$treatment %in% "ruxolitinib", , drop = FALSE])
  for (code in names(groups)) {
    rows <- given[[code]]
    best <- text(rows$best)
    put(key("response/not_given/n", code), nrow(groups[[code]]) - nrow(rows))
    put(key("response/ongoing/n", code), sum(text(rows$not_assessed_day56) == "upcoming"))
    parts <- parts_of(rows)
    for (name in names(parts)) put_part(name, best[parts[[name]]], code)
    put_all(best, code)
    for (day in days) put_day(day, rows, code)
    put_time(rows, code)
    put_flags(rows, best, code)
    response <- best %in% responses
    put(key("response/ebv/rate_p", code),
        two_by_two(response[parts$ebv_yes], response[parts$ebv_no]))
  }

  if (length(groups) == 2) {
    best <- lapply(given, function(rows) text(rows$best))
    parts <- lapply(given, parts_of)
    for (name in names(parts[[1]])) {
      response <- lapply(1:2, function(at) best[[at]][parts[[at]][[name]]] %in% responses)
      put(key("response", name, "rate_p/ab"), two_by_two(response[[1]], response[[2]]))
    }
    put("response/all/complete_rate_p/ab", two_by_two(best[[1]] == "CR", best[[2]] == "CR"))
    times <- lapply(given, function(rows) as.numeric(rows$response_day))
    put("response/time/p/ab", rank_sum(times[[1]], times[[2]])$p)
  }
})
