"""A small page with every kind of figure, as the application would serve it."""

import json
from html import escape

from hlh_app.charts import (
    analyte_figure,
    cohort_mean_figure,
    overlays_of,
    sparkline,
    temperature_figure,
    treatment_figure,
)
from hlh_app.charts.verdict_strip import Level, StripMark, StripRow, verdict_strip
from hlh_app.cohorts import cohort

from . import patient

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CSS = """
body { font: 15px/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 62rem;
       padding: 0 .75rem; color: #16202a; background: #fff; }
@media (prefers-color-scheme: dark) { body { color: #e8ecf0; background: #14181d; } }
figure { margin: 0; border-top: 1px solid #8885; padding: .5rem 0; }
[data-figure] p { margin: 0; }
button[aria-pressed=true] { font-weight: bold; }
.spark { width: 96px; height: 24px; fill: none; stroke: #0072B2; }
"""


STRIP = StripRow(
    "HLH-2004, criteria met of 8",
    ((0.0, "0"), (5.0, "5"), (8.0, "8")),
    5,
    (
        StripMark(-1, 6, 6, "6 met", Level.MET, "#before"),
        StripMark(14, 2, 4, "2 met, 2 open", Level.NOT_MET, "#after"),
    ),
)


def figures():
    chi = overlays_of(cohort("chi2020"), age_years=11)
    everyone = (*overlays_of(cohort("wang2020")), *chi)
    words, window = patient.WORDS, patient.WINDOW
    return {
        "temperature": temperature_figure(patient.TEMPERATURE, everyone, window, words),
        **{panel.analyte: analyte_figure(panel, chi, window, words) for panel in patient.PANELS},
        "empty": analyte_figure(patient.EMPTY, chi, window, words),
        "treatments": treatment_figure(patient.BARS, window, words),
        "verdicts": verdict_strip((STRIP,), window, "Verdicts by day", words),
        **{
            f"cohort-{analyte}": cohort_mean_figure(cohort("chi2020"), analyte, words)
            for analyte in cohort("chi2020").analytes()
        },
    }


def html(drawn):
    scripts = "".join(
        f'<script id="figure-{name}" type="application/json">{_safe(figure)}</script>'
        for name, figure in drawn.items()
    )
    places = "".join(
        f'<figure><div data-figure="figure-{name}"><p>See the table.</p></div></figure>'
        for name in drawn
    )
    ferritin = [(p.day, float(p.value)) for p in patient.FERRITIN.points]
    line = sparkline(ferritin, log=True)
    ranges = (("two_weeks", "2 weeks"), ("eight_weeks", "8 weeks"), ("all", "all"))
    buttons = "".join(
        f'<button type="button" data-chart-range="{code}" '
        f'aria-pressed="{str(code == "eight_weeks").lower()}">{text}</button>'
        for code, text in ranges
    )
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
<link id="plotly.js-style-global" class="no-inline-styles" rel="stylesheet" href="/plotly.css">
<script defer src="/plotly.js"></script><script type="module" src="/charts.js"></script>
</head><body><p>{buttons}
<select data-chart-overlay aria-label="published overlay"><option value="">off</option>
<option value="all">all</option><option value="chi2020">Chi 2020</option></select>
<button type="button" data-chart-overlay="chi2020/ruxolitinib" aria-pressed="false">Chi</button>
</p><div data-overlay-note="chi2020" hidden>{escape("; ".join(cohort("chi2020").faults))}</div>
<svg class="spark" viewBox="0 0 {line.width} {line.height}"><polyline points="{line.points}"/></svg>
{scripts}{places}</body></html>"""


def _safe(figure):
    """As Django's json_script escapes it."""
    return json.dumps(figure).replace("<", "\\u003C").replace(">", "\\u003E")
