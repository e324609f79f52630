# Every test over time: median and quartiles of the patients in each span of days. Of a patient with
# several results in a span the median counts. Temperature is the highest of each day.

.explored <- c("temperature", "wbc", "neutrophils", "hemoglobin", "platelets", "ferritin", "scd25",
               "triglycerides", "fibrinogen", "alt", "ast", "ldh", "bilirubin_total", "albumin",
               "creatinine", "crp", "ebv_dna_whole_blood", "ebv_dna_plasma", "spleen_thickness",
               "ifn_gamma", "il_6", "il_10", "il_18", "cxcl9", "ip_10", "mip_1a")

.later <- seq(60, 365, 28)
.spans <- data.frame(
  name = c(paste0("day", -7:14), "before2", "before1", "start", paste0("week", 1:8),
           paste0("days", .later, "to", pmin(.later + 27, 365))),
  first = c(-7:14, -14, -7, 0, 7 * 1:8 - 3, .later),
  last = c(-7:14, -8, -1, 3, 7 * 1:8 + 3, pmin(.later + 27, 365))
)

.points <- function(test) {
  if (test != "temperature") return(series[series$analyte %in% test, c("id", "day", "value")])
  rows <- daily[!is.na(daily$temperature_peak), , drop = FALSE]
  data.frame(id = rows$id, day = rows$day, value = as.numeric(rows$temperature_peak))
}

.put_spans <- function(points, test, code) {
  points <- rows_of(points, code)
  for (at in seq_len(nrow(.spans))) {
    inside <- points$day >= .spans$first[at] & points$day <= .spans$last[at]
    of <- describe(as.numeric(tapply(points$value[inside], points$id[inside], median)))
    for (name in c("n", "median", "q1", "q3")) {
      put(key("explore", test, .spans$name[at], name, code), of[[name]])
    }
  }
}

for (.test in .explored) {
  .rows <- .points(.test)
  for (.code in group_codes()) .put_spans(.rows, .test, .code)
}
