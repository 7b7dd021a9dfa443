// The bars with their brush: a stretch of days drawn with a pointer, or moved by its two handles with the keys. It is
// drawn as it moves; whoever made it is told once, when pointer or keys rest. Put before time.js.
const REST_MS = 450;
const CLICK_PX = 4;
const ENDS = ["first", "last"];

class Brush {
  // `choose` is told the first and the last bar chosen, nothing for all.
  constructor(parent, choose) {
    this.choose = choose;
    this.locked = false;
    this.plot = make("div", parent, { className: "plot" });
    this.svg = draw("svg", this.plot, { role: "img" });
    this.tip = make("div", this.plot, { className: "tip", hidden: true });
    this.handles = ENDS.map((end) => this.handle(end));
    const on = (name, act) => this.plot.addEventListener(name, act);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", () => this.release());
    on("pointercancel", () => this.cancel());
    on("pointerleave", () => { this.tip.hidden = true; });
    new ResizeObserver(() => this.layout()).observe(this.plot);
  }

  handle(end) {
    const made = make("div", this.plot, { className: `handle ${end}`, tabIndex: 0 });
    made.setAttribute("role", "slider");
    made.setAttribute("aria-orientation", "horizontal");
    make("span", made);
    made.addEventListener("keydown", (event) => this.key(event, end));
    made.addEventListener("blur", () => this.commit());
    return made;
  }

  // What the server has: its word counts more than a brush not yet told.
  take(data) {
    this.data = data;
    clearTimeout(this.rest);
    this.drag = this.wish = null;
    this.range = data.brush;
    this.svg.setAttribute("aria-label", `${data.words.title}. ${data.told}. ${data.words.step}`);
    this.layout();
  }

  // Sets off the days of the window that plays, by its ISO days; none for none.
  show(ends) {
    this.shown = ends ? [this.where(ends[0], 0), this.where(ends[1], 1)] : null;
    this.mark();
  }

  // Where a day begins (after 0) or ends (after 1) among the bars.
  where(day, after) {
    const { bars } = this.data, at = Date.parse(day) + after * 864e5;
    for (let number = bars.length - 1; number >= 0; number -= 1) {
      const start = Date.parse(bars[number][0]), end = Date.parse(bars[number][1]) + 864e5;
      if (at >= start) return Math.min(bars.length, number + (at - start) / (end - start));
    }
    return 0;
  }

  get width() { return Math.max(this.plot.clientWidth - 2 * SIDE, 1); }

  get rtl() { return this.data.direction === "rtl"; }

  x(place) {
    const along = SIDE + (place / this.data.bars.length) * this.width;
    return this.rtl ? this.plot.clientWidth - along : along;
  }

  // The bar at a point, held to those there are.
  at(event) {
    const box = this.plot.getBoundingClientRect(), count = this.data.bars.length;
    const along = this.rtl ? box.right - event.clientX : event.clientX - box.left;
    return Math.min(count - 1, Math.max(0, Math.floor(((along - SIDE) / this.width) * count)));
  }

  layout() {
    if (!this.data || !this.plot.clientWidth) return;
    drawBars(this.svg, this.data, this.plot.clientWidth, (place) => this.x(place));
    this.mark();
  }

  mark() {
    if (!this.data.bars.length) return;
    const x = (place) => this.x(place), width = this.plot.clientWidth;
    drawChosen(this.svg, this.shown ? null : this.range, width, x, "chosen");
    drawChosen(this.svg, this.shown, width, x, "shown");
    const { bars, words } = this.data, ends = this.range || [0, bars.length], numbers = this.numbers();
    this.handles.forEach((handle, end) => {
      const at = x(ends[end]), leftwards = (end === 0) !== this.rtl;
      handle.style.left = `${leftwards ? at - SIDE + 2 : at}px`;
      handle.classList.toggle("leftwards", leftwards);
      handle.setAttribute("aria-label", words[ENDS[end]]);
      handle.setAttribute("aria-valuemin", 0);
      handle.setAttribute("aria-valuemax", bars.length - 1);
      handle.setAttribute("aria-valuenow", numbers[end]);
      handle.setAttribute("aria-valuetext", bars[numbers[end]][2]);
    });
  }

  // The first and the last bar that the brush touches.
  numbers() {
    const { bars } = this.data, [from, to] = this.range || [0, bars.length];
    const first = Math.min(Math.floor(from + 1e-6), bars.length - 1);
    return [first, Math.max(Math.ceil(to - 1e-6) - 1, first)];
  }

  set(first, last) {
    this.range = [first, last + 1];
    this.wish = [first, last];
    this.mark();
  }

  commit() {
    clearTimeout(this.rest);
    if (!this.wish) return;
    const [first, last] = this.wish, { bars } = this.data;
    this.wish = null;
    if (first === 0 && last === bars.length - 1) this.choose();
    else this.choose(bars[first][0], bars[last][1]);
  }

  key(event, end) {
    const { bars } = this.data, big = Math.max(1, Math.round(bars.length / 10)), later = this.rtl ? -1 : 1;
    const by = { ArrowRight: later, ArrowLeft: -later, ArrowUp: 1, ArrowDown: -1, PageUp: big, PageDown: -big,
      Home: -bars.length, End: bars.length }[event.key];
    if (this.locked) return;
    if (event.key === "Enter") this.commit();
    if (event.key === "Escape" && this.range) this.choose();
    if (!by) return;
    event.preventDefault();
    const [first, last] = this.numbers(), held = (value, low, high) => Math.min(Math.max(value, low), high);
    if (end === "first") this.set(held(first + by, 0, last), last);
    else this.set(first, held(last + by, first, bars.length - 1));
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.commit(), REST_MS);
  }

  press(event) {
    if (!event.isPrimary || event.button || !this.data.bars.length || this.locked) return;
    const end = this.handles.findIndex((handle) => handle.contains(event.target)), at = this.at(event);
    const now = this.numbers(), inside = this.range && at >= now[0] && at <= now[1];
    this.drag = { kind: ENDS[end] || (inside ? "move" : "new"), at, now, from: event.clientX, before: this.range };
    this.plot.setPointerCapture(event.pointerId);
    if (end < 0) event.preventDefault();
  }

  move(event) {
    if (!this.data?.bars.length) return;
    const at = this.at(event), { drag } = this;
    this.hint(at);
    if (!drag || (!drag.far && Math.abs(event.clientX - drag.from) < CLICK_PX)) return;
    drag.far = true;
    const [first, last] = drag.now;
    if (drag.kind === "first") this.set(Math.min(at, last), last);
    else if (drag.kind === "last") this.set(first, Math.max(at, first));
    else if (drag.kind === "new") this.set(Math.min(drag.at, at), Math.max(drag.at, at));
    else {
      const by = Math.min(Math.max(at - drag.at, -first), this.data.bars.length - 1 - last);
      this.set(first + by, last + by);
    }
  }

  release() {
    const { drag } = this;
    this.drag = null;
    if (!drag) return;
    // A click chooses one bar; on a handle it does nothing.
    if (!drag.far && !ENDS.includes(drag.kind)) this.set(drag.at, drag.at);
    this.commit();
  }

  cancel() {
    if (!this.drag) return;
    this.range = this.drag.before;
    this.drag = this.wish = null;
    this.mark();
  }

  hint(number) {
    fillTip(this.tip, this.data, number);
    this.tip.hidden = false;
    const half = this.tip.offsetWidth / 2, middle = (this.x(number) + this.x(number + 1)) / 2;
    this.tip.style.left = `${Math.min(Math.max(middle, half), this.plot.clientWidth - half)}px`;
  }
}
