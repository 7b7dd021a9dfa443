// Draws the bars of the line of time with their axis, what is chosen of them, and the tip of one. Put before time.js.
const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 92, AXIS = 20, SIDE = 26;
const LABEL_GAP_PX = 12;
// Few bars do not fill the place of many.
const WIDEST_PX = 64;
// With more months than that only years are named.
const MOST_NAMED = 40;

const make = (name, parent, settings = {}) => Object.assign(parent.appendChild(document.createElement(name)), settings);
const draw = (name, parent, settings = {}) => {
  const made = parent.appendChild(document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(settings)) made.setAttribute(key, value);
  return made;
};

const counts = (bar) => bar.slice(3);
const total = (bar) => counts(bar).reduce((sum, one) => sum + one, 0);

// A whole number with thousands set apart, in the reader's digits (none: Western ones).
function figure(value, digits) {
  const western = String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits.length ? western.replace(/[0-9,]/g, (one) => digits[one === "," ? 10 : Number(one)]) : western;
}

// The whole drawing: `x` gives the pixel of a place among the bars.
function drawBars(svg, data, width, x) {
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT + AXIS}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", HEIGHT + AXIS);
  svg.replaceChildren();
  if (!data.bars.length) return;
  const highest = Math.max(...data.bars.map(total), 1), up = (HEIGHT - 16) / highest;
  drawHighest(svg, data, highest, x);
  const each = Math.abs(x(1) - x(0)), wide = Math.min(each - (each > 4 ? 1 : 0), WIDEST_PX);
  const floor = data.bars.map(() => HEIGHT);
  data.types.forEach((type, kind) => {
    let path = "";
    data.bars.forEach((bar, number) => {
      const value = counts(bar)[kind];
      if (!value) return;
      const top = floor[number] - Math.max(value * up, 0.75);
      const left = (x(number) + x(number + 1) - wide) / 2;
      const [x0, bottom, y, across] = [left, floor[number], top, wide].map((one) => one.toFixed(2));
      path += `M${x0} ${bottom}V${y}h${across}V${bottom}z`;
      floor[number] = top;
    });
    if (path) draw("path", svg, { d: path, fill: type.colour, class: "bars" });
  });
  draw("line", svg, { x1: SIDE, x2: width - SIDE, y1: HEIGHT, y2: HEIGHT, class: "ground" });
  drawAxis(svg, data, width, x);
}

// The number of the highest bar at its height, so that heights can be read.
function drawHighest(svg, data, highest, x) {
  const rtl = data.direction === "rtl", none = !data.bars.some(total);
  draw("line", svg, { x1: x(0), x2: x(data.bars.length), y1: 16, y2: 16, class: "grid" });
  const at = { x: x(0) + (rtl ? -5 : 5), y: 12, direction: "ltr", "text-anchor": rtl ? "end" : "start" };
  draw("text", svg, { ...at, class: "highest" }).textContent = figure(none ? 0 : highest, data.digits);
}

// Where a month or a year begins: its place, name, and whether a year does.
function ticks(data) {
  const found = [], monthsToo = data.step !== "month" || data.bars.length <= MOST_NAMED;
  data.bars.forEach(([start], number) => {
    const [year, month] = start.split("-"), before = number ? data.bars[number - 1][0].split("-") : ["", ""];
    const newYear = year !== before[0], newMonth = newYear || month !== before[1];
    const years = data.step === "year" || data.step === "month";
    if (newYear) {
      const named = years ? figureYear(year, data) : `${data.months[month - 1]} ${figureYear(year, data)}`;
      // A year that the bars don't hold whole gives way to those that they do.
      found.push({ number, text: named, year: true, rank: number || month === "01" ? 0 : 1 });
    } else if (newMonth && monthsToo) found.push({ number, text: data.months[month - 1], year: false, rank: 2 });
  });
  return found;
}

function figureYear(year, data) {
  const western = String(Number(year));
  return data.digits.length ? [...western].map((one) => data.digits[one]).join("") : western;
}

// Years first, then the months for which there is room.
function drawAxis(svg, data, width, x) {
  const taken = [], all = ticks(data);
  for (const tick of all.sort((one, two) => one.rank - two.rank || one.number - two.number)) {
    const at = x(tick.number), middle = (at + x(tick.number + 1)) / 2;
    const text = draw("text", svg, {
      x: middle, y: HEIGHT + 14, class: tick.year ? "year" : "month", direction: data.direction,
      "text-anchor": "middle",
    });
    text.textContent = tick.text;
    const half = text.getComputedTextLength() / 2, held = Math.min(Math.max(middle, half + 2), width - half - 2);
    text.setAttribute("x", held);
    const clash = taken.some(([from, to]) => held + half + LABEL_GAP_PX > from && held - half - LABEL_GAP_PX < to);
    if (clash) text.remove();
    else {
      taken.push([held - half, held + half]);
      draw("line", svg, { x1: at, x2: at, y1: HEIGHT, y2: HEIGHT + 4, class: "tick" });
    }
  }
}

// What is chosen stays as it is, the rest pales.
function drawChosen(svg, range, width, x, kind) {
  svg.querySelectorAll(`.${kind}`).forEach((one) => one.remove());
  if (!range) return;
  const [one, two] = [x(range[0]), x(range[1])].sort((a, b) => a - b);
  const edges = [SIDE, width - SIDE];
  for (const [from, to] of [[edges[0], one], [two, edges[1]]]) {
    if (to > from) draw("rect", svg, { x: from, y: 0, width: to - from, height: HEIGHT, class: `${kind} veil` });
  }
  draw("rect", svg, { x: one, y: 0.5, width: Math.max(two - one, 1), height: HEIGHT - 1, class: `${kind} frame` });
  // What is to be read stands above.
  svg.append(svg.querySelector(".highest"));
}

function fillTip(tip, data, number) {
  const bar = data.bars[number];
  tip.replaceChildren();
  make("b", tip, { textContent: `${bar[2]}: ${figure(total(bar), data.digits)}`, dir: "auto" });
  counts(bar).forEach((count, kind) => {
    if (!count) return;
    const line = make("span", tip);
    make("i", line).style.background = data.types[kind].colour;
    make("bdi", line, { textContent: data.types[kind].name });
    make("b", line, { textContent: figure(count, data.digits) });
  });
}
