// The line of time under the map: the bars with their brush, and the controls of the play. All words come as data and
// are set as text: nothing is read as markup.
const SPEED_KEPT = "rasd-play-speed";
const ICONS = {
  previous: "M7 5v14M19 5L9 12l10 7z",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4v16M17 4v16",
  next: "M17 5v14M5 5l10 7-10 7z",
  stop: "M5 5h14v14H5z",
};
const WAYS = ["clear", "zoom", "whole"];

class Line {
  constructor(frame) {
    const act = (told) => this.send("act", told);
    this.player = new Player((shown, count) => this.playing(shown, count), act);
    this.root = make("section", frame, { className: "time" });
    this.told = make("div", this.root, { className: "told" });
    this.told.setAttribute("role", "status");
    this.controls = make("div", this.root, { className: "controls" });
    this.brush = new Brush(this.root, (first, last) => act(first ? { kind: "days", first, last } : { kind: "days" }));
    this.legend = make("div", this.root, { className: "legend" });
    this.ways = make("div", this.root, { className: "ways" });
    this.notes = make("div", this.root, { className: "notes" });
    this.build(act);
  }

  build(act) {
    const click = {
      previous: () => this.step(-1),
      play: () => this.toggle(),
      next: () => this.step(1),
      stop: () => (this.player.running ? this.player.stop() : act({ kind: "stop" })),
    };
    this.buttons = {};
    for (const [name, onclick] of Object.entries(click)) {
      const button = make("button", this.controls, { type: "button", className: `icon ${name}`, onclick });
      draw("path", draw("svg", button, { viewBox: "0 0 24 24", "aria-hidden": "true" }), { d: ICONS[name] });
      this.buttons[name] = button;
    }
    this.unit = make("select", this.controls, { className: "unit" });
    this.unit.onchange = () => act({ kind: "unit", unit: this.unit.value, number: this.player.number || 0 });
    this.speed = make("select", this.controls, { className: "speed" });
    for (const speed of Object.keys(SPEEDS)) make("option", this.speed, { value: speed });
    const kept = sessionStorage.getItem(SPEED_KEPT);
    this.player.speed = this.speed.value = SPEEDS[kept] ? kept : "normal";
    this.speed.onchange = () => {
      this.player.speed = this.speed.value;
      sessionStorage.setItem(SPEED_KEPT, this.speed.value);
    };
    for (const kind of WAYS) {
      const onclick = () => act({ kind: kind === "clear" ? "days" : kind });
      this.buttons[kind] = make("button", this.ways, { type: "button", className: kind, onclick });
    }
  }

  // What the server tells.
  take(data, send) {
    this.send = send;
    this.data = data;
    this.root.dir = data.direction;
    this.root.setAttribute("aria-label", data.words.title);
    this.root.classList.toggle("none", !data.bars.length);
    this.fill();
    this.brush.take(data);
    this.player.take(data.play);
    if (!this.player.running) this.playing(null);
    this.state();
  }

  fill() {
    const { words, ways, units, unit, notes, empty, types } = this.data;
    for (const kind of WAYS) {
      this.buttons[kind].textContent = words[kind];
      this.buttons[kind].hidden = !ways[kind];
    }
    this.unit.replaceChildren();
    for (const { value, name } of units) make("option", this.unit, { value, textContent: name });
    this.unit.value = unit || "";
    for (const option of this.speed.options) option.textContent = words[option.value];
    for (const [field, name] of [[this.unit, words.window], [this.speed, words.speed]]) {
      field.title = name;
      field.setAttribute("aria-label", name);
    }
    this.notes.replaceChildren();
    make("p", this.notes, empty ? { textContent: empty, className: "empty" }
      : { textContent: `${words.step} ${words.help}`, className: "help" });
    for (const note of notes) make("p", this.notes, { textContent: note });
    this.key(this.data.legend ? types : []);
    this.key(this.data.play?.classes || [], words.playing);
  }

  // A line of colours with their names, set apart by a title.
  key(colours, title = "") {
    if (!title) this.legend.replaceChildren();
    if (title && colours.length) make("b", make("span", this.legend), { textContent: title });
    for (const { name, colour } of colours) {
      const one = make("span", this.legend);
      make("i", one).style.background = colour;
      make("bdi", one, { textContent: name });
    }
  }

  // What may be clicked now.
  state() {
    const { words, units, ways } = this.data, { running } = this.player, { play, stop } = this.buttons;
    for (const name of ["previous", "play", "next", "stop"]) {
      const text = words[name === "play" && running ? "pause" : name];
      this.buttons[name].title = text;
      this.buttons[name].setAttribute("aria-label", text);
      this.buttons[name].disabled = !units.length && !running;
    }
    stop.disabled = !running && !ways.stop;
    this.unit.disabled = !units.length;
    play.querySelector("path").setAttribute("d", running ? ICONS.pause : ICONS.play);
    play.classList.toggle("running", running);
    this.brush.locked = running;
    this.root.classList.toggle("playing", running);
    // What changes each second is not read out.
    this.told.setAttribute("aria-live", running ? "off" : "polite");
  }

  toggle() {
    if (this.player.running) this.player.pause();
    else {
      this.player.leaving = false;
      this.say(this.data.words.waiting);
      this.send("act", { kind: "play" });
    }
    this.state();
  }

  step(by) {
    if (this.player.running) this.player.step(by);
    else this.send("act", { kind: "step", back: by < 0 });
    this.state();
  }

  // The frame that the map shows, null for the map itself.
  playing(frame, count = 0) {
    this.say(frame ? `${frame.days}: ${frame.told}` : this.data.told);
    this.root.dataset.frame = frame ? frame.number : "";
    this.root.dataset.frames = count;
    this.brush.show(frame && frame.ends);
  }

  say(text) { if (this.told.textContent !== text) this.told.textContent = text; }

  gone() {
    clearTimeout(this.brush.rest);
    this.player.rest();
  }
}

const lines = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  if (!lines.has(frame)) lines.set(frame, new Line(frame));
  lines.get(frame).take(data, setTriggerValue);
  // Also called when new data has come while the script was loading: then it is still there.
  return () => setTimeout(() => { if (!frame.isConnected) lines.get(frame)?.gone(); });
}
