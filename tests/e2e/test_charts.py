"""The figures in a real browser under the strict content policy, without the application."""

from pathlib import Path
from urllib.parse import urlparse

import pytest

from tests.charts import page as figures_page

ROOT = Path(__file__).parents[2]
ADDRESS = "http://figures.test/"
FIGURES = figures_page.figures()
STATIC = {
    "/plotly.css": "static/vendor/plotly/plotly.css",
    "/plotly.js": "static/vendor/plotly/plotly-cartesian.min.js",
    "/charts.js": "static/js/charts.js",
}
KINDS = {".css": "text/css", ".js": "text/javascript"}
DRAWN = "document.querySelectorAll('.js-plotly-plot').length"
BLUE_ON_DARK = "#56B4E9"


def _serve(route):
    path = urlparse(route.request.url).path
    if path == "/":
        body, kind = figures_page.html(FIGURES), "text/html"
    elif path == "/page.css":
        body, kind = figures_page.CSS, "text/css"
    else:
        file = ROOT / STATIC[path]
        body, kind = file.read_text("utf-8"), KINDS[file.suffix]
    headers = {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Security-Policy": figures_page.POLICY,
    }
    route.fulfill(body=body, headers=headers)


@pytest.fixture
def charts(page, complaints):
    page.route(f"{ADDRESS}**", _serve)
    page.goto(ADDRESS)
    page.wait_for_selector(".js-plotly-plot")
    return page


def draw_all(page):
    for place in page.query_selector_all("[data-figure]"):
        place.scroll_into_view_if_needed()
        page.wait_for_function("place => place.dataset.drawn === 'yes'", arg=place)
    return page


def of(page, name, expression):
    """Evaluate with ``gd`` as the plot of that name."""
    return page.evaluate(
        f"name => {{ const gd = document.querySelector(`[data-figure=figure-${{name}}]`);"
        f" return {expression}; }}",
        name,
    )


def test_every_trace_is_drawn_as_the_type_that_was_asked_for(charts):
    draw_all(charts)
    for name, figure in FIGURES.items():
        asked = [trace["type"] for trace in figure["data"]]
        assert of(charts, name, "gd._fullData.map(trace => trace.type)") == asked, name


def test_figures_wait_until_they_are_scrolled_to(charts):
    assert 0 < charts.evaluate(DRAWN) < len(FIGURES)
    draw_all(charts)
    assert charts.evaluate(DRAWN) == len(FIGURES)


def test_places_hold_their_height_before_they_are_drawn(charts):
    before = charts.evaluate("document.documentElement.scrollHeight")
    draw_all(charts)
    assert abs(charts.evaluate("document.documentElement.scrollHeight") - before) < 20


def test_nothing_can_be_shared(charts):
    draw_all(charts)
    titles = charts.eval_on_selector_all(
        ".modebar-btn", "all => all.map(b => b.dataset.title || b.title || b.ariaLabel || '')"
    )
    assert titles
    assert [title for title in titles if "share" in title.lower() or "cloud" in title.lower()] == []
    assert charts.query_selector_all(".plotlyjsicon") == []


def test_no_request_leaves_the_page(page, complaints):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(f"{ADDRESS}**", _serve)
    page.goto(ADDRESS)
    draw_all(page)
    assert {urlparse(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {
        "figures.test"
    }


def test_the_published_overlay_is_off_until_asked_for(charts):
    draw_all(charts)
    shown = "gd._fullData.filter(t => t.meta && t.visible === true).map(t => t.meta.overlay)"
    assert of(charts, "ferritin", shown) == []
    assert charts.is_hidden("[data-overlay-note=chi2020]")
    charts.select_option("select[data-chart-overlay]", "all")
    both = ["chi2020/ruxolitinib"] * 2 + ["chi2020/conventional"] * 2
    assert of(charts, "ferritin", shown) == both
    assert "wang2020/ruxolitinib" in of(charts, "temperature", shown)
    assert charts.is_visible("[data-overlay-note=chi2020]")
    legend = of(charts, "ferritin", "gd.querySelector('.legend').textContent")
    assert "Chi 2020, ruxolitinib, n = 11, not a target" in legend
    charts.select_option("select[data-chart-overlay]", "")
    assert of(charts, "ferritin", shown) == []


def test_the_overlay_button_switches_one_arm_on_and_off(charts):
    draw_all(charts)
    shown = "gd._fullData.filter(t => t.meta && t.visible === true).map(t => t.meta.overlay)"
    button = charts.locator("button[data-chart-overlay]")
    button.click()
    assert of(charts, "wbc", shown) == ["chi2020/ruxolitinib"] * 2
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert of(charts, "wbc", shown) == []
    assert button.get_attribute("aria-pressed") == "false"


def test_range_buttons_move_every_panel_together(charts):
    draw_all(charts)
    charts.click("[data-chart-range=two_weeks]")
    expected = FIGURES["wbc"]["layout"]["meta"]["ranges"]["two_weeks"]["range"]
    for name in ("temperature", "ferritin", "wbc", "treatments"):
        assert of(charts, name, "gd._fullLayout.xaxis.range") == expected, name
    pressed = charts.eval_on_selector_all(
        "[data-chart-range][aria-pressed=true]", "all => all.map(b => b.dataset.chartRange)"
    )
    assert pressed == ["two_weeks"]
    charts.click("[data-chart-range=all]")
    assert of(charts, "ferritin", "gd._fullLayout.xaxis.range") == [-13.5, 39.5]


def test_a_figure_drawn_later_follows_the_switches(charts):
    charts.click("[data-chart-range=two_weeks]")
    charts.select_option("select[data-chart-overlay]", "chi2020")
    draw_all(charts)
    assert of(charts, "fibrinogen", "gd._fullLayout.xaxis.range")[0] == 23.5
    assert of(charts, "fibrinogen", "gd._fullData.some(t => t.meta && t.visible === true)")


def test_ink_follows_the_color_scheme(charts):
    color = "gd._fullData[0].line.color"
    assert of(charts, "temperature", color) != BLUE_ON_DARK
    charts.emulate_media(color_scheme="dark")
    charts.wait_for_function(
        "() => document.querySelector('[data-figure=figure-temperature]')._fullData[0].line.color"
        f" === '{BLUE_ON_DARK}'"
    )
    assert of(charts, "temperature", "gd._fullLayout.font.color") == "rgb(232, 236, 240)"


def test_paper_gets_every_figure_in_dark_ink(charts):
    charts.emulate_media(color_scheme="dark")
    charts.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert charts.evaluate(DRAWN) == len(FIGURES)
    assert of(charts, "cohort-scd25", "gd._fullLayout.font.color") == "rgb(0, 0, 0)"
    charts.evaluate("dispatchEvent(new Event('afterprint'))")
    assert of(charts, "cohort-scd25", "gd._fullLayout.font.color") == "rgb(232, 236, 240)"


@pytest.mark.parametrize("width", [390, 1280])
def test_figures_fit_the_screen(charts, width):
    charts.set_viewport_size({"width": width, "height": 800})
    draw_all(charts)
    charts.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
    widths = charts.eval_on_selector_all(
        ".js-plotly-plot", "all => all.map(gd => gd._fullLayout.width)"
    )
    assert len(set(widths)) == 1
    assert widths[0] <= width


def test_an_image_can_be_saved_without_leaving_the_page(charts):
    with charts.expect_download() as download:
        charts.hover("[data-figure=figure-temperature]")
        charts.click("[data-figure=figure-temperature] .modebar-btn[data-title*='ownload']")
    assert download.value.suggested_filename == "trajectory.svg"


def test_a_missing_bundle_leaves_the_words_in_place(page):
    page.route(f"{ADDRESS}**", _serve)
    page.route(f"{ADDRESS}plotly.js", lambda route: route.abort())
    page.goto(ADDRESS)
    assert page.locator("[data-figure] p").count() == len(FIGURES)


def test_fragments_that_come_and_go(charts):
    draw_all(charts)
    charts.evaluate(
        """() => {
          const old = document.querySelector('[data-figure=figure-wbc]').closest('figure');
          old.insertAdjacentHTML('afterend', '<div data-figure="figure-wbc"></div>');
          old.remove();
          document.dispatchEvent(new CustomEvent('htmx:load'));
        }"""
    )
    draw_all(charts)
    assert charts.evaluate(DRAWN) == len(FIGURES)
