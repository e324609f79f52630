// Draws the figures of a page. A figure travels as JSON in a script element whose id stands in
// data-figure of the element in which it is drawn. Plotly itself is loaded by the page before this.
//
//   <div data-figure="figure-ferritin"><p>The values are in the table below.</p></div>
//   <button type="button" data-chart-range="two_weeks" aria-pressed="false">2 weeks</button>
//   <select data-chart-overlay><option value="">off</option><option value="chi2020">…</select>
//   <button type="button" data-chart-overlay="chi2020/ruxolitinib" aria-pressed="false">…</button>
//   <div data-overlay-note="chi2020" hidden>faults of the paper</div>

const CONFIG = {
  responsive: true,
  displaylogo: false,
  displayModeBar: "hover",
  scrollZoom: false,
  doubleClick: false,
  showAxisDragHandles: false,
  showTips: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoom2d", "pan2d"],
  toImageButtonOptions: { format: "svg", filename: "trajectory" },
};
const PRINT_INK = "rgb(0, 0, 0)";
const ON_DARK = { "#0072B2": "#56B4E9", "#ffffff": "#101418" };
const NEAR = "300px";
const state = { range: null, overlay: "", printing: false };
const figures = new Map();
let watcher = null;

/** Nothing is ever sent anywhere: plotly's own cloud is switched off before the first plot. */
function closeTheCloud() {
  window.Plotly.setPlotConfig({ showSendToCloud: false, plotlyServerURL: "", displaylogo: false });
}

function inkOf(element) {
  return state.printing ? PRINT_INK : window.getComputedStyle(element).color;
}

/** On a dark page blue turns to sky blue, and what stands on it from white to black. */
function suited(figure, ink) {
  const parts = ink.match(/[\d.]+/g).slice(0, 3).map(Number);
  const isLight = parts.reduce((sum, part) => sum + part, 0) > 3 * 128;
  if (!isLight) return figure;
  return JSON.parse(JSON.stringify(figure, (_, value) => ON_DARK[value] || value));
}

/** The figure as the switches stand now, in the ink of the page. */
function dressed(figure, ink) {
  const layout = structuredClone(figure.layout);
  const meta = layout.meta || {};
  const shown = state.overlay !== "" && figure.data.some(isOverlayChosen);
  layout.font = { ...layout.font, color: ink };
  if (meta.views) {
    const view = meta.views[shown ? "overlay" : "own"];
    Object.assign(layout.yaxis, view.yaxis);
    layout.height = view.height;
    layout.margin = { ...layout.margin, b: view.bottom };
    layout.showlegend = view.legend;
  }
  if (meta.ranges && state.range) Object.assign(layout.xaxis, meta.ranges[state.range]);
  const data = figure.data.map((trace) => {
    const overlay = trace.meta && trace.meta.overlay;
    return overlay ? { ...trace, visible: isOverlayChosen(trace) } : trace;
  });
  return { data, layout };
}

/** "chi2020" chooses both arms, "chi2020/ruxolitinib" one, "all" every one. */
function isOverlayChosen(trace) {
  const overlay = trace.meta && trace.meta.overlay;
  if (!overlay || state.overlay === "") return false;
  return (
    state.overlay === "all" || overlay === state.overlay || overlay.startsWith(`${state.overlay}/`)
  );
}

function draw(element) {
  const ink = inkOf(element);
  const { data, layout } = dressed(suited(figures.get(element), ink), ink);
  if (!element.classList.contains("js-plotly-plot")) element.replaceChildren();
  const first = element.dataset.drawn !== "yes";
  element.dataset.drawn = "yes";
  const done = window.Plotly.react(element, data, layout, CONFIG);
  if (first) done.then(() => element.on("plotly_click", follow));
  return done;
}

/** A mark that stands for a day leads to the page as of that day, a patient's line to the patient. */
function follow(event) {
  const point = event.points.find(({ data }) => data.meta && data.meta.follow);
  if (!point) return;
  const leads = point.data.meta.follow;
  window.location.assign(typeof leads === "string" ? leads : point.customdata);
}

function drawn() {
  return [...figures.keys()].filter((element) => element.dataset.drawn === "yes");
}

function redraw() {
  drawn().forEach(draw);
}

function prepare(root) {
  forget();
  root.querySelectorAll("[data-figure]").forEach((element) => {
    if (figures.has(element)) return;
    const source = document.getElementById(element.dataset.figure);
    if (!source) return;
    const figure = JSON.parse(source.textContent);
    figures.set(element, figure);
    element.style.minHeight = `${figure.layout.height}px`;
    watcher.observe(element);
  });
}

/** Figures that a fragment has replaced. */
function forget() {
  [...figures.keys()]
    .filter((element) => !element.isConnected)
    .forEach((element) => {
      window.Plotly.purge(element);
      figures.delete(element);
    });
}

function onSight(entries) {
  entries
    .filter((entry) => entry.isIntersecting)
    .forEach((entry) => {
      watcher.unobserve(entry.target);
      draw(entry.target);
    });
}

function press(buttons, chosen) {
  buttons.forEach((button) => button.setAttribute("aria-pressed", String(button === chosen)));
}

function chooseRange(button) {
  state.range = button.dataset.chartRange;
  press(document.querySelectorAll("[data-chart-range]"), button);
  redraw();
}

function chooseOverlay(code) {
  state.overlay = code;
  document.querySelectorAll("button[data-chart-overlay]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.chartOverlay === code));
  });
  document.querySelectorAll("select[data-chart-overlay]").forEach((select) => {
    select.value = code;
  });
  document.querySelectorAll("[data-overlay-note]").forEach((note) => {
    const about = note.dataset.overlayNote;
    note.hidden = !(code === "all" || code === about || code.startsWith(`${about}/`));
  });
  redraw();
}

function onClick(event) {
  const range = event.target.closest("[data-chart-range]");
  if (range) chooseRange(range);
  const overlay = event.target.closest("button[data-chart-overlay]");
  if (overlay) {
    const code = overlay.dataset.chartOverlay;
    chooseOverlay(code === state.overlay ? "" : code);
  }
}

function onChange(event) {
  if (event.target.matches("select[data-chart-overlay]")) chooseOverlay(event.target.value);
}

/** Paper: every figure, dark ink, whether it was scrolled to or not. */
function onPrint() {
  state.printing = true;
  [...figures.keys()].forEach(draw);
}

function afterPrint() {
  state.printing = false;
  redraw();
}

function start() {
  if (!window.Plotly) return;
  closeTheCloud();
  watcher = new IntersectionObserver(onSight, { rootMargin: NEAR });
  prepare(document);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("htmx:load", () => prepare(document));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  window.addEventListener("beforeprint", onPrint);
  window.addEventListener("afterprint", afterPrint);
}

start();
