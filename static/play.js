// Draws the frames of a play over time in panes of their own above the map's marks, which are hidden meanwhile, so that
// neither the component's own layers nor its handlers of clicks are touched. What a play shows can't be clicked.
(function () {
  "use strict";

  const MARKS = "rasdPlayMarks", SHAPES = "rasdPlayShapes";
  // After the play the last frame stays until the server's marks for it are there, but not for ever.
  const HELD_MS = 4000;
  const drawMarks = window.rasdMarks;
  let shown = null, held = 0;

  function panes(map) {
    for (const [name, above] of [[SHAPES, 420], [MARKS, 620]]) {
      if (map.getPane(name)) continue;
      const style = map.createPane(name).style;
      style.zIndex = above;
      style.pointerEvents = "none";
    }
  }

  // Whatever is added is drawn in the panes of the play.
  function place(layer) {
    if (layer.eachLayer) layer.eachLayer(place);
    L.setOptions(layer, { pane: layer instanceof L.Marker ? MARKS : SHAPES, interactive: false, keyboard: false });
  }
  const Frame = L.FeatureGroup.extend({
    addLayer(layer) {
      place(layer);
      return L.FeatureGroup.prototype.addLayer.call(this, layer);
    },
  });

  // A mark is sent as a row: where, how many incidents, size, then numbers into the frame's colours and texts.
  const mark = (frame) => ([lat, lon, count, size, colour, text, area, radius]) => ({
    lat, lon, count, size, colour: frame.colours[colour], text: frame.texts[text], area: Boolean(area), radius, tip: "",
  });

  function stop() {
    clearTimeout(held);
    held = 0;
    if (shown) shown.remove();
    shown = null;
    window.map.getContainer().classList.remove("rasd-playing", "rasd-moving");
  }

  window.rasdPlay = {
    // Draws a frame in place of the one before.
    show(frame, moving) {
      const map = window.map;
      if (!map || !map.getContainer) return;
      clearTimeout(held);
      held = 0;
      panes(map);
      const drawn = new Frame().addTo(map), container = map.getContainer();
      drawMarks(drawn, frame.marks.map(mark(frame)));
      window.rasdLayers(drawn, frame.beside, true);
      if (shown) shown.remove();
      shown = drawn;
      container.classList.add("rasd-playing");
      container.classList.toggle("rasd-moving", moving);
      container.dataset.frame = frame.number;
    },
    // The play is over: what it showed is about to become the map.
    end() {
      clearTimeout(held);
      if (shown) held = setTimeout(stop, HELD_MS);
    },
    stop() { if (shown) stop(); },
  };

  window.rasdMarks = function (group, marks) {
    if (held) stop();
    drawMarks(group, marks);
  };
})();
