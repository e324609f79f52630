# Toxicity by worst new grade, stops for toxicity, and events entered by hand. Of patients on
# ruxolitinib. toxicity.csv has the lowest and highest possible grade before, since and new.

.treated <- lapply(setNames(nm = group_codes()), function(code) {
  rows <- of_group(code)
  rows[rows$treatment %in% "ruxolitinib", , drop = FALSE]
})
.two_treated <- length(.treated) == 2L
.grades <- c("before_low", "before_high", "since_low", "since_high", "new_low", "new_high")

# Patients x grades of one analyte; NA where it was not measured.
.grades_of <- function(ids, analyte, version) {
  own <- toxicity[toxicity$ctcae %in% version & toxicity$analyte %in% analyte, , drop = FALSE]
  found <- own[match(ids, own$id), .grades, drop = FALSE]
  matrix(as.numeric(unlist(found)), ncol = length(.grades), dimnames = list(NULL, .grades))
}

# The worse of two; where one that was measured has no grade before, it may have been any.
.worse_of <- function(one, other) {
  worse <- pmax(one, other, na.rm = TRUE)
  measured <- !is.na(one[, "new_low"]) & !is.na(other[, "new_low"])
  gap <- measured & (is.na(one[, "before_low"]) != is.na(other[, "before_low"]))
  worse[gap, "before_high"] <- 4
  worse
}

.put_rate <- function(root, x, n, code) {
  of <- exact_interval(x, n)
  put(key(root, "count", code), x)
  put(key(root, "n", code), n)
  put(key(root, "percent", code), 100 * of$value)
  put(key(root, "lower", code), 100 * of$lower)
  put(key(root, "upper", code), 100 * of$upper)
}

.put_severe <- function(root, low, high, code) {
  yes <- sum(low >= 3, na.rm = TRUE)
  no <- sum(high < 3, na.rm = TRUE)
  .put_rate(root, yes, yes + no, code)
  c(yes, no)
}

.put_term <- function(term, analytes, version, suffix) {
  root <- paste0("safety/", term, suffix)
  counts <- lapply(setNames(nm = names(.treated)), function(code) {
    ids <- .treated[[code]]$id
    of <- .grades_of(ids, analytes[1], version)
    if (length(analytes) > 1) of <- .worse_of(of, .grades_of(ids, analytes[2], version))
    has <- !is.na(of[, "new_low"])
    of <- of[has, , drop = FALSE]
    low <- of[, "new_low"]
    high <- of[, "new_high"]
    put(key(root, "measured", code), sum(has))
    put(key(root, "not_measured", code), sum(!has))
    for (grade in 0:4) {
      put(key(root, paste0("grade", grade), code), sum(low == grade & high == grade))
    }
    put(key(root, "open", code), sum(low != high))
    put(key(root, "severe_open", code), sum(low < 3 & high >= 3))
    .put_severe(paste0(root, ".severe_before"), of[, "before_low"], of[, "before_high"], code)
    .put_severe(paste0(root, ".severe_since"), of[, "since_low"], of[, "since_high"], code)
    .put_severe(paste0(root, ".severe"), low, high, code)
  })
  if (.two_treated) put(key(paste0(root, ".severe"), "p/ab"), compared(do.call(rbind, counts))$p)
}

.terms <- list(leukopenia = "wbc", thrombocytopenia = "platelets",
               transaminases = c("alt", "ast"), bilirubin = "bilirubin_total",
               triglycerides = "triglycerides", neutropenia = "neutrophils",
               anemia = "hemoglobin", alt = "alt", ast = "ast", fever = "temperature")

for (code in names(.treated)) put(key("safety/treated/n", code), nrow(.treated[[code]]))
for (term in names(.terms)) .put_term(term, .terms[[term]], "5.0", "")
for (term in c("transaminases", "bilirubin", "alt", "ast")) {
  .put_term(term, .terms[[term]], "4.03", "_v4")
}

for (code in names(.treated)) {
  stopped <- .treated[[code]]$stopped_for_toxicity
  .put_rate("safety/stopped", sum(stopped %in% TRUE), sum(!is.na(stopped)), code)
  put(key("safety/stopped/missing", code), sum(is.na(stopped)))
}

# ---- Events entered by hand

.put_counted <- function(root, x, n, code) {
  put(key(root, "count", code), x)
  put(key(root, "percent", code), if (n) 100 * x / n else NA)
}

.put_event <- function(name, chosen) {
  for (code in names(.treated)) {
    ids <- .treated[[code]]$id
    has <- ids %in% toxicity_events$id[chosen]
    severe <- ids %in% toxicity_events$id[chosen & toxicity_events$grade %in% 3:5]
    .put_counted(paste0("safety/", name), sum(has), length(ids), code)
    .put_counted(paste0("safety/", name, ".severe"), sum(severe), length(ids), code)
  }
}

.event_code <- function(text) {
  text <- chartr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", text)
  text <- gsub("[^a-z0-9\\x80-\\xff]+", "-", text, perl = TRUE, useBytes = TRUE)
  gsub("^-|-$", "", text, useBytes = TRUE)
}

for (name in c("headache", "dizziness", "gastrointestinal", "infection", "cytopenias", "liver",
               "kidney", "lipids", "other")) {
  .put_event(paste0("category_", name), toxicity_events$category %in% name)
}
.named <- !is.na(toxicity_events$term) & toxicity_events$term != ""
.event_codes <- ifelse(
  .named, .event_code(paste(toxicity_events$category, toxicity_events$term)), NA
)
.event_counts <- vapply(sort(unique(.event_codes[.named])), function(entry) {
  ids <- unique(toxicity_events$id[.event_codes %in% entry])
  sum(vapply(.treated, function(rows) sum(rows$id %in% ids), 0))
}, 0)
.event_counts <- .event_counts[.event_counts > 0]
.ordered <- as.character(names(.event_counts))
.ordered <- .ordered[order(-unname(.event_counts), .ordered, method = "radix")]
for (entry in head(.ordered, 10L)) .put_event(paste0("entry_", entry), .event_codes %in% entry)
for (name in c("dose_reduced", "interrupted", "stopped")) {
  .put_event(paste0("action_", name), toxicity_events$action %in% name)
}
