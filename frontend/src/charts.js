// Draws <figure data-chart="id of the JSON"> with ECharts in the colours of the page.
import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, PolarComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  BarChart, HeatmapChart, LineChart, PieChart, ScatterChart,
  AriaComponent, GridComponent, LegendComponent, PolarComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

// A custom property that depends on light or dark is only resolved where it is used, hence the probe.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

// Figures are written as the language of the page writes them.
const figures = new Intl.NumberFormat(document.documentElement.lang || "vi", { maximumFractionDigits: 2 });
const written = (value) => (Array.isArray(value) ? value.map(written).join(" · ") : typeof value === "number" ? figures.format(value) : value ?? "–");

// Left to itself the library takes a line's height from a letter that Latin fonts lack, and lines lie on each other.
const LINE = 16;

function axis(option, line, text) {
  const one = (given) => ({ axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { lineStyle: { color: line } }, ...given, axisLabel: { color: text, lineHeight: LINE, ...(given.type === "value" && { formatter: written }), ...given.axisLabel } });
  return Array.isArray(option) ? option.map(one) : option && one(option);
}

// Options name the colours of the page ("--mc-la"); the canvas wants values.
function coloured(value) {
  if (typeof value === "string") return value.startsWith("--mc-") ? colour(value) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
  return value;
}

// Few bars in a high picture would otherwise be blocks.
const WIDEST_BAR = 40;
const slim = (one) => (one.type === "bar" ? { barMaxWidth: WIDEST_BAR, ...one } : one);

function dressed(given) {
  const option = coloured(given);
  const [line, text, paper] = [colour("--mc-line"), colour("--mc-muted"), colour("--mc-raised")];
  return {
    color: ["--mc-lam", "--mc-la", "--mc-vang-mark", "--mc-son", "--mc-line-strong"].map(colour),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text },
    grid: { left: 8, right: 8, top: 36, bottom: 8, containLabel: true },
    // A picture is taken of the first frame, in which a chart that moves is still empty.
    animation: false,
    aria: { enabled: true },
    ...option,
    series: [option.series ?? []].flat().map(slim),
    legend: { textStyle: { color: text }, ...option.legend },
    // Plain canvas text: tooltips made of HTML carry style attributes, which the content policy blocks.
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: paper, borderColor: line, textStyle: { color: colour("--mc-ink") }, valueFormatter: written, ...option.tooltip },
    xAxis: axis(option.xAxis, line, text),
    yAxis: axis(option.yAxis, line, text),
    angleAxis: option.angleAxis && axis(option.angleAxis, line, text),
    radiusAxis: axis(option.radiusAxis, line, text),
    visualMap: option.visualMap && { textStyle: { color: text }, ...option.visualMap },
  };
}

// The text width of a sheet in pixels, and what a legend that turns pages on a screen needs to be written out.
const SHEET = 660;
const LEGEND = 88;

function forPaper(option) {
  if (option.legend?.type !== "scroll") return option;
  return { ...option, legend: { ...option.legend, type: "plain" }, grid: { ...option.grid, bottom: option.grid.bottom + LEGEND } };
}

// A picture of its own, in the colours of paper: a canvas that is drawn anew while the page is printed stays empty.
function sheetOf(option, height) {
  document.documentElement.classList.add("mc-light");
  const written = forPaper(option);
  const chart = echarts.init(document.createElement("div"), null, { renderer: "canvas", width: SHEET, height: written === option ? height : height + LEGEND });
  chart.setOption(dressed(written));
  const drawn = chart.renderToCanvas({ pixelRatio: 2 });
  // The library pins its canvas to a corner; its picture goes onto one that flows with the text.
  const sheet = document.createElement("canvas");
  [sheet.width, sheet.height, sheet.className] = [drawn.width, drawn.height, "mc-chart-sheet"];
  sheet.getContext("2d").drawImage(drawn, 0, 0);
  chart.dispose();
  document.documentElement.classList.remove("mc-light");
  return sheet;
}

function draw(figure) {
  const option = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const place = figure.querySelector(".mc-chart");
  place.hidden = false;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(dressed(option));
  new ResizeObserver(() => place.clientWidth && chart.resize()).observe(place);
  let sheet;
  addEventListener("beforeprint", () => place.after((sheet = sheetOf(option, place.clientHeight))));
  addEventListener("afterprint", () => sheet?.remove());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(dressed(option)));
}

document.querySelectorAll("figure[data-chart]").forEach(draw);
