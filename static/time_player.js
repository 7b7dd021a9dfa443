// The play over time: takes frames from the server some at a time, asks for more in time, and has the map's frame draw
// them one after another. Put before time.js, which owns the controls.
const SPEEDS = { slow: 1800, normal: 900, fast: 450 };
// So many frames before the last one it asks for more; and again when no answer came.
const AHEAD = 4, PATIENCE_MS = 5000, BUSY_MS = 150;

// Streamlit joins requests that wait: one of ours behind a reader's change of page would call the old page back.
const busy = () => {
  const state = document.querySelector("[data-testid='stApp']")?.dataset.testScriptState;
  return Boolean(state) && state !== "notRunning";
};

const onMap = () => {
  for (const frame of document.querySelectorAll("iframe[title^='streamlit_folium']")) {
    if (frame.contentWindow?.rasdPlay) return frame.contentWindow.rasdPlay;
  }
  return null;
};
const moving = () => !matchMedia("(prefers-reduced-motion: reduce)").matches;

class Player {
  // `shown` is told the frame now on the map, null when there is none any more; `ask` sends to the server.
  constructor(shown, ask) {
    this.shown = shown;
    this.ask = ask;
    this.frames = new Map();
    this.speed = "normal";
    this.running = false;
    this.leaving = false;
  }

  // What the server has to show, null when nothing plays.
  take(play) {
    if (!play) {
      this.leaving = false;
      if (this.running) this.halt();
      return;
    }
    // It doesn't know yet that the reader has left.
    if (this.leaving) return;
    // Of another view or other filters the frames are others, but the window shown is the same.
    if (play.id !== this.id) this.frames.clear();
    if (!this.running || play.windows !== this.windows) this.number = play.first;
    Object.assign(this, { id: play.id, windows: play.windows, count: play.count, asked: null, running: true });
    play.frames.forEach((frame) => this.frames.set(frame.number, frame));
    if (this.stalled || this.drawn !== this.id) this.draw();
  }

  draw() {
    clearTimeout(this.timer);
    const frame = this.frames.get(this.number);
    this.stalled = !frame;
    if (!frame) {
      this.want(this.number);
      this.timer = setTimeout(() => { this.asked = null; this.draw(); }, PATIENCE_MS);
      return;
    }
    this.drawn = this.id;
    onMap()?.show(frame, moving());
    this.shown(frame, this.count);
    for (const old of this.frames.keys()) if (old < this.number) this.frames.delete(old);
    const next = this.number + this.frames.size;
    if (next < this.count && next - this.number <= AHEAD) this.want(next);
    this.timer = setTimeout(() => this.next(), SPEEDS[this.speed]);
  }

  want(number) {
    clearTimeout(this.later);
    if (this.asked === number || !this.running) return;
    if (busy()) {
      this.later = setTimeout(() => this.want(number), BUSY_MS);
      return;
    }
    this.asked = number;
    this.ask({ kind: "more", number });
  }

  next() {
    if (this.number + 1 >= this.count) return this.pause();
    this.number += 1;
    return this.draw();
  }

  // The window shown stays: it becomes the filter of days.
  pause() {
    onMap()?.end();
    this.leave({ kind: "pause", number: this.number });
  }

  // The window before or after the one shown becomes the filter.
  step(by) {
    onMap()?.end();
    this.leave({ kind: "pause", number: Math.min(Math.max(this.number + by, 0), this.count - 1) });
  }

  stop() {
    onMap()?.stop();
    this.leave({ kind: "stop" });
  }

  leave(act) {
    this.rest();
    this.leaving = true;
    this.ask(act);
  }

  // The server has ended it.
  halt() {
    this.rest();
    onMap()?.stop();
    this.shown(null, 0);
  }

  rest() {
    clearTimeout(this.timer);
    clearTimeout(this.later);
    this.running = this.stalled = false;
    this.frames.clear();
    this.id = this.drawn = this.windows = this.asked = null;
  }
}
