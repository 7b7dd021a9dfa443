// Runs in every frame of the pages measured: notes when the reader clicked, what came through the web socket, and when
// what the map draws last changed. All times are milliseconds since the epoch, so that frames can be compared.
(() => {
  "use strict";
  const now = () => performance.timeOrigin + performance.now();
  const top = window.top;
  const NOTHING = { clicks: [], sent: [], got: [], bytes: 0, told: [], painted: [] };
  const log = (window === top) ? (window.rasdLog = structuredClone(NOTHING)) : top.rasdLog;
  if (window === top) window.rasdClear = () => Object.assign(window.rasdLog, structuredClone(NOTHING));
  const afterPaint = (note) => requestAnimationFrame(() => requestAnimationFrame(() => note(now())));

  if (window === top) {
    addEventListener("click", (event) => log.clicks.push(performance.timeOrigin + event.timeStamp), true);
    window.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
          log.bytes += data.byteLength ?? data.size ?? data.length;
          log.got.push(now());
        });
      }
      send(data) {
        log.sent.push(now());
        super.send(data);
      }
    };
    // A picture drawn by WebGL can only be looked at later when it is kept.
    const context = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, options) {
      return context.call(this, kind, /webgl/.test(kind) ? { ...options, preserveDrawingBuffer: true } : options);
    };
    watchCanvases();
  } else {
    // The frame's document is another one than that this script begins in: it is there when it is first told something.
    let watched = null;
    addEventListener("message", (event) => {
      if (event.data?.type !== "streamlit:render") return;
      log.told.push(now());
      if (watched !== document) watchMarks((watched = document));
    });
  }

  // Our marks: what they stand for, told apart by number and counts.
  function watchMarks(document) {
    let seen = "";
    const look = () => {
      const drawn = [...document.querySelectorAll(".rasd-mark > span")].map((one) => one.dataset.count).join();
      if (drawn === seen) return;
      seen = drawn;
      afterPaint((at) => log.painted.push(at));
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  }

  // The others' canvases: what they show, made small.
  function watchCanvases() {
    const small = Object.assign(document.createElement("canvas"), { width: 96, height: 96 });
    const pen = small.getContext("2d", { willReadFrequently: true });
    let seen = "";
    setInterval(() => {
      const shown = [...document.querySelectorAll("canvas")].filter((one) => one.width && one.height);
      if (!shown.length) return;
      pen.clearRect(0, 0, 96, 96);
      for (const one of shown) pen.drawImage(one, 0, 0, 96, 96);
      const data = pen.getImageData(0, 0, 96, 96).data;
      let sum = 0;
      for (let at = 0; at < data.length; at += 1) sum = (sum * 31 + data[at]) | 0;
      if (String(sum) === seen) return;
      seen = String(sum);
      log.painted.push(now());
    }, 25);
  }
})();
