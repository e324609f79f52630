# Table 1 (before treatment) and Table 2 (before and after) of one or two groups.

.groups <- lapply(setNames(nm = group_codes()), of_group)
.two <- length(.groups) == 2L
.on_ruxolitinib <- function(rows) rows$treatment %in% "ruxolitinib"

.put_described <- function(root, x, code, names) {
  of <- describe(x)
  for (name in c("n", "missing", names)) put(key(root, name, code), of[[name]])
}

# ---- Table 1: numbers

.all_numbers <- c("median", "q1", "q3", "low", "high", "mean", "sd")

.difference_of_means <- function(x, y) {
  x <- known(x)
  y <- known(y)
  if (length(x) < 2 || length(y) < 2) return(NA_real_)
  if (min(x) == max(x) && min(y) == max(y)) return(NA_real_)
  abs(mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2)
}

.put_number <- function(name, column, applies = function(rows) rep(TRUE, nrow(rows))) {
  root <- key("table1", name)
  columns <- lapply(.groups, function(rows) as.numeric(rows[[column]][applies(rows)]))
  for (code in names(columns)) .put_described(root, columns[[code]], code, .all_numbers)
  if (.two) {
    put(key(root, "p/ab"), rank_sum(columns[[1]], columns[[2]])$p)
    put(key(root, "smd/ab"), .difference_of_means(columns[[1]], columns[[2]]))
  }
}

# ---- Table 1: categories

# Yang and Dalton 2012.
.difference_of_categories <- function(counts) {
  counts <- counts[, colSums(counts) > 0, drop = FALSE]
  if (ncol(counts) < 2 || any(rowSums(counts) == 0)) return(NA_real_)
  if (!any(colSums(counts > 0) == 2)) return(NA_real_)
  shares <- counts / rowSums(counts)
  spread <- function(p) diag(p, length(p)) - outer(p, p)
  middle <- (spread(shares[1, ]) + spread(shares[2, ])) / 2
  apart <- (shares[1, ] - shares[2, ])[-1]
  sqrt(drop(apart %*% solve(middle[-1, -1, drop = FALSE], apart)))
}

# words: one character vector a group, NA where not known.
.put_category <- function(name, words, levels, shown = length(levels)) {
  root <- key("table1", name)
  counts <- t(vapply(words, function(word) {
    vapply(levels, function(level) sum(word %in% level), 0)
  }, numeric(length(levels))))
  for (code in names(words)) {
    own <- counts[code, ]
    put(key(root, "n", code), sum(own))
    put(key(root, "missing", code), length(words[[code]]) - sum(own))
    for (at in seq_len(shown)) {
      level <- paste0(root, ".", levels[at])
      put(key(level, "count", code), own[[at]])
      put(key(level, "percent", code), if (sum(own)) 100 * own[[at]] / sum(own) else NA)
    }
  }
  if (.two) {
    put(key(root, "p/ab"), compared(counts)$p)
    put(key(root, "smd/ab"), .difference_of_categories(counts))
  }
}

.column <- function(name, applies = function(rows) rep(TRUE, nrow(rows))) {
  lapply(.groups, function(rows) as.character(rows[[name]][applies(rows)]))
}

# The agent; where none is recorded, "no_infection" for another trigger than infection.
.agents <- lapply(.groups, function(rows) {
  agent <- as.character(rows$agent)
  other <- is.na(agent) & !is.na(rows$trigger) & !(rows$trigger %in% c("unknown", "infection"))
  ifelse(other, "no_infection", agent)
})
.truth <- function(name) lapply(.column(name), function(x) ifelse(x == "TRUE", "yes", "no"))

# ---- Table 1: lists, each entry counted of all patients

.most_entries <- 10L

.entry_code <- function(text) {
  text <- chartr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", text)
  text <- gsub("[^a-z0-9\\x80-\\xff]+", "-", text, perl = TRUE, useBytes = TRUE)
  gsub("^-|-$", "", text, useBytes = TRUE)
}

.most_frequent <- function(entries) {
  counts <- table(unlist(entries))
  if (!length(counts)) return(character(0))
  names(counts)[order(-as.vector(counts), names(counts), method = "radix")]
}

.put_list <- function(name, column) {
  entries <- lapply(.column(column), function(texts) {
    texts <- as.character(texts)
    texts[is.na(texts)] <- ""
    lapply(strsplit(texts, "|", fixed = TRUE), function(one) unique(.entry_code(one)))
  })
  for (entry in head(.most_frequent(entries), .most_entries)) {
    words <- lapply(entries, function(one) {
      ifelse(vapply(one, function(of) entry %in% of, TRUE), "yes", "no")
    })
    .put_category(paste0(name, ".", entry), lapply(words, as.character), c("yes", "no"), 1L)
  }
}

.value <- function(rows, analyte, time) as.numeric(rows[[paste0(analyte, "_", time)]])

.beyond <- function(rows, analyte, time) {
  marked <- grepl(paste0("(^|\\|)", analyte, "_", time, ":"), rows$beyond_range)
  sum(marked & !is.na(.value(rows, analyte, time)))
}

# ---- Table 1

for (code in names(.groups)) put(key("table1/patients/n", code), nrow(.groups[[code]]))
.put_number("age", "age")
.put_number("lines_before", "lines_before")
.put_number("criteria_met", "criteria_met")
.put_number("weight", "weight_kg")
.put_number("dose", "dose_mg_per_day", .on_ruxolitinib)
.put_number("dose_by_weight", "dose_mg_per_kg_per_day", .on_ruxolitinib)

.put_category("sex", .column("sex"), c("female", "male"))
.put_category("trigger", .column("trigger"),
              c("infection", "rheumatic", "malignancy", "primary", "other", "none_found"))
.put_category("agent", .agents,
              c("ebv", "cmv", "hepatitis_b", "influenza", "parainfluenza", "leishmania",
                "tuberculosis", "other", "no_infection"))
.put_category("ebv", .truth("ebv"), c("yes", "no"), 1L)
.put_category("course", .column("course"), c("new", "refractory", "relapsed"))
.put_category("line", .column("line"), c("first", "later"))
.put_category("donor", .column("donor"), c("not_sought", "searching", "matched", "none_found"))
.put_category("hlh2004", .column("hlh2004"), c("met", "not_met"), 1L)
.put_category("beside", .column("beside", .on_ruxolitinib),
              c("alone", "with_glucocorticoid", "with_other"))
for (name in c("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen",
               "hemophagocytosis", "nk_activity", "ferritin", "scd25")) {
  .put_category(paste0("criterion_", name), .column(paste0("criteria_", name)),
                c("met", "not_met"), 1L)
}
for (name in sub("_before$", "", grep("_before$", names(patients), value = TRUE))) {
  if (paste0(name, "_week2") %in% names(patients)) {
    .put_number(paste0("before_", name), paste0(name, "_before"))
    for (code in names(.groups)) {
      put(key("table1", paste0("before_", name), "beyond", code),
          .beyond(.groups[[code]], name, "before"))
    }
  }
}
.put_list("drug", "drug")
.put_list("earlier", "earlier")
.put_list("other_drugs", "other_drugs")

# ---- Table 2, before and after in pairs

.central <- c("median", "q1", "q3")

.put_pairs <- function(part, analyte, time, groups) {
  root <- paste0("table2/", part, ".", analyte)
  changes <- list()
  for (code in names(groups)) {
    rows <- groups[[code]]
    before <- .value(rows, analyte, "before")
    after <- .value(rows, analyte, time)
    changes[[code]] <- after - before
    .put_described(paste0(root, ".before"), before, code, .central)
    .put_described(paste0(root, ".", time), after, code, .central)
    .put_described(paste0(root, ".change"), changes[[code]], code, .central)
    put(key(paste0(root, ".before"), "beyond", code), .beyond(rows, analyte, "before"))
    put(key(paste0(root, ".", time), "beyond", code), .beyond(rows, analyte, time))
    put(key(root, "signed_rank_p", code), signed_rank(before, after)$p)
    put(key(root, "rank_sum_p", code), rank_sum(before, after)$p)
  }
  if (.two) put(paste0(root, ".change/p/ab"), rank_sum(changes[[1]], changes[[2]])$p)
}

.put_part <- function(part, analytes, time, groups) {
  for (code in names(groups)) put(key("table2", part, "n", code), nrow(groups[[code]]))
  for (analyte in analytes) .put_pairs(part, analyte, time, groups)
}

.those <- function(chosen) lapply(.groups, function(rows) rows[chosen(rows), , drop = FALSE])

.put_part("wang", c("wbc", "platelets", "ferritin", "fibrinogen", "triglycerides", "alt",
                    "bilirubin_total", "scd25", "spleen_thickness"), "week2", .groups)
.put_part("ebv", c("ebv_dna_whole_blood", "ebv_dna_plasma"), "week2",
          .those(function(rows) rows$ebv %in% TRUE))
.put_part("cytokines", c("ifn_gamma", "il_18", "mip_1a", "ip_10", "il_6", "il_10", "cxcl9"),
          "weeks2to4", .those(function(rows) rows$best %in% c("PR", "CR", "PR|CR")))

# ---- Table 2, three times

.times <- c("before", "week1", "month1")

.put_variance <- function(root, wide, group, ids, code) {
  codes <- if (code == "ab") c("a", "b") else code
  found <- repeated_measures(wide, group, codes)
  put(key(root, "complete", code), length(unique(ids[rowSums(is.na(wide)) == 0])))
  put(key(root, "gg", code), found$gg)
  for (effect in c("time", if (code == "ab") c("interaction", "group"))) {
    for (number in c("f", "df", "error_df", "p", "p_gg")) {
      put(key(paste0(root, ".", effect), number, code), found$effects[effect, number])
    }
  }
}

.wide <- function(rows, analyte) {
  found <- vapply(.times, function(time) .value(rows, analyte, time), numeric(nrow(rows)))
  matrix(found, ncol = length(.times))
}

.put_over_time <- function(analyte) {
  root <- paste0("table2/chi.", analyte)
  for (time in .times) {
    at <- paste0(root, ".", time)
    sides <- lapply(.groups, .value, analyte, time)
    for (code in names(sides)) {
      .put_described(at, sides[[code]], code, c("mean", "sd"))
      put(key(at, "beyond", code), .beyond(.groups[[code]], analyte, time))
    }
    if (.two) {
      put(key(at, "student_p/ab"), student(sides[[1]], sides[[2]])$p)
      put(key(at, "rank_sum_p/ab"), rank_sum(sides[[1]], sides[[2]])$p)
    }
  }
  for (code in names(.groups)) {
    rows <- .groups[[code]]
    .put_variance(root, .wide(rows, analyte), rep(code, nrow(rows)), rows$id, code)
  }
  if (.two) {
    rows <- do.call(rbind, .groups)
    .put_variance(root, .wide(rows, analyte), rows$group, rows$id, "ab")
  }
}

for (analyte in c("wbc", "fibrinogen", "ferritin", "scd25")) .put_over_time(analyte)
