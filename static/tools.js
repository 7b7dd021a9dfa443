// The map's tools: full screen, and drawing the area that filters: a rectangle by dragging, a polygon by clicking its
// corners. What was drawn is told to the server, which answers with the outline of the filter.
(function () {
  "use strict";

  const STYLE = { color: "#1f4e79", weight: 2, dashArray: "4 4", fillOpacity: 0.08, interactive: false };
  const MOST_CORNERS = 100;
  const LEAST_PX = 6;
  const ICONS = {
    full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    box: "M5 6h14v12H5z",
    ring: "M12 4l8 6-3 9H7l-3-9z",
  };

  function button(bar, name, title, act) {
    const made = L.DomUtil.create("button", `rasd-tool rasd-tool-${name}`, bar);
    made.type = "button";
    made.title = title;
    made.setAttribute("aria-label", title);
    // The only markup written here, from the constants above.
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
    L.DomEvent.on(made, "click", act);
    return made;
  }

  function bar(map, position, fill) {
    const control = L.control({ position });
    control.onAdd = () => {
      const made = L.DomUtil.create("div", "leaflet-bar rasd-tools");
      L.DomEvent.disableClickPropagation(made);
      fill(made);
      return made;
    };
    control.addTo(map);
  }

  // What fills the screen: the part of the page that holds this frame, with the line of time, the legend and the card.
  const around = () => window.frameElement?.closest("[data-testid='stHorizontalBlock']");

  function fullscreen() {
    const page = window.parent.document;
    if (page.fullscreenElement) page.exitFullscreen();
    else around()?.requestFullscreen();
  }

  // Here the map is as high as its frame while that is.
  function followFull(made) {
    const page = window.parent.document;
    const follow = () => {
      const full = page.fullscreenElement !== null && page.fullscreenElement === around();
      document.documentElement.classList.toggle("rasd-full", full);
      made.setAttribute("aria-pressed", full);
    };
    page.addEventListener("fullscreenchange", follow);
    window.addEventListener("pagehide", () => page.removeEventListener("fullscreenchange", follow));
    follow();
  }

  class Sketch {
    constructor(map, titles) {
      this.map = map;
      this.titles = titles;
      this.buttons = {};
      this.hint = L.DomUtil.create("div", "rasd-hint", map.getContainer());
      this.hint.dir = "auto";
      this.hint.setAttribute("role", "status");
      this.keys = (event) => {
        if (event.key === "Escape") this.stop();
        else if (event.key === "Enter" && this.kind === "ring" && this.corners.length) {
          event.preventDefault();
          this.closeRing();
        }
      };
    }

    start(kind) {
      const again = this.kind === kind;
      this.stop();
      if (again) return;
      this.clear();
      this.kind = kind;
      this.corners = [];
      this.buttons[kind].setAttribute("aria-pressed", "true");
      this.hint.textContent = this.titles[`${kind}Hint`];
      const map = this.map;
      L.DomUtil.addClass(map.getContainer(), "rasd-drawing");
      map.dragging.disable();
      map.doubleClickZoom.disable();
      document.addEventListener("keydown", this.keys);
      if (kind === "box") L.DomEvent.on(map.getContainer(), "pointerdown", this.press, this);
      else map.on({ click: this.corner, mousemove: this.follow, dblclick: this.closeRing }, this);
    }

    stop() {
      if (!this.kind) return;
      const map = this.map;
      this.buttons[this.kind].removeAttribute("aria-pressed");
      this.kind = null;
      this.hint.textContent = "";
      L.DomUtil.removeClass(map.getContainer(), "rasd-drawing");
      map.dragging.enable();
      map.doubleClickZoom.enable();
      document.removeEventListener("keydown", this.keys);
      L.DomEvent.off(map.getContainer(), "pointerdown", this.press, this);
      L.DomEvent.off(document, "pointermove", this.drag, this);
      L.DomEvent.off(document, "pointerup pointercancel", this.release, this);
      map.off({ click: this.corner, mousemove: this.follow, dblclick: this.closeRing }, this);
      if (!this.told) this.clear();
      this.told = false;
    }

    clear() {
      if (this.drawn) this.drawn.remove();
      this.drawn = null;
    }

    show(layer) {
      this.clear();
      this.drawn = layer.addTo(this.map);
    }

    press(event) {
      if (event.target.closest(".leaflet-control") || !event.isPrimary) return;
      event.preventDefault();
      this.from = this.map.mouseEventToContainerPoint(event);
      L.DomEvent.on(document, "pointermove", this.drag, this);
      L.DomEvent.on(document, "pointerup pointercancel", this.release, this);
    }

    bounds(event) {
      const at = this.map.mouseEventToContainerPoint(event), map = this.map;
      return L.latLngBounds(map.containerPointToLatLng(this.from), map.containerPointToLatLng(at));
    }

    drag(event) { this.show(L.rectangle(this.bounds(event), STYLE)); }

    release(event) {
      L.DomEvent.off(document, "pointermove", this.drag, this);
      L.DomEvent.off(document, "pointerup pointercancel", this.release, this);
      const far = this.from.distanceTo(this.map.mouseEventToContainerPoint(event)) >= LEAST_PX;
      if (event.type === "pointerup" && far) {
        const box = this.bounds(event);
        this.tell("box", [[box.getWest(), box.getSouth()], [box.getEast(), box.getNorth()]]);
      } else this.clear();
    }

    corner(event) {
      const first = this.corners[0], map = this.map;
      const near = (point) => map.latLngToContainerPoint(point).distanceTo(event.containerPoint) < 2 * LEAST_PX;
      if (this.corners.length >= 3 && near(first)) return this.closeRing();
      const last = this.corners[this.corners.length - 1];
      // The second click of a double click adds no corner of its own.
      if (!(last && near(last))) this.corners.push(event.latlng);
      this.outline();
      if (this.corners.length >= MOST_CORNERS) this.closeRing();
      return undefined;
    }

    follow(event) { if (this.corners.length) this.outline(event.latlng); }

    outline(next) { this.show(L.polygon(next ? [...this.corners, next] : this.corners, STYLE)); }

    closeRing() {
      if (this.corners.length < 3) return;
      this.outline();
      this.tell("ring", this.corners.map((point) => [point.lng, point.lat]));
    }

    tell(kind, coordinates) {
      this.told = true;
      this.stop();
      window.rasdTell(this.map, { drawn: kind, points: coordinates });
    }
  }

  window.rasdTools = function (map, options) {
    const side = options.rtl ? "topright" : "topleft", titles = options.titles;
    const sketch = new Sketch(map, titles);
    window.rasdSketch = sketch;
    if (window.parent.document.fullscreenEnabled) {
      bar(map, side, (made) => followFull(button(made, "full", titles.full, fullscreen)));
    }
    bar(map, side, (made) => {
      for (const kind of ["box", "ring"]) sketch.buttons[kind] = button(made, kind, titles[kind], () => sketch.start(kind));
    });
  };
})();
