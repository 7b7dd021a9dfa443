// Draws what stands beside the marks, as data from the server: areas and provinces from the polygons that the server
// keeps as one file, heat, the outline of the area that filters, the reach of the incident chosen, a place looked up.
// Nothing here takes HTML from data: texts become text nodes.
(function () {
  "use strict";

  const LINE = { weight: 1.5, dashArray: "5 4", fillOpacity: 0.07 };
  const CHOSEN = { color: "#111820", weight: 3, dashArray: null };
  const FILTER = { color: "#1f4e79", weight: 2.5, fillOpacity: 0.04, interactive: false };
  const HEAT_PX = 26;
  const HEAT_OPACITY = 0.8;

  // The polygons are fetched once, when something is first drawn with them.
  let fetched;
  function polygons(address) {
    fetched = fetched || fetch(address).then((answer) => answer.json()).then((file) => {
      const found = new Map();
      for (const feature of file.features) found.set(feature.properties.id, feature);
      return found;
    });
    return fetched;
  }

  function tip(...texts) {
    const element = document.createElement("span");
    element.dir = "auto";
    texts.filter(Boolean).forEach((text, number) => {
      const line = document.createElement(number ? "span" : "b");
      line.dir = "auto";
      line.textContent = text;
      if (number) element.append(document.createElement("br"));
      element.append(line);
    });
    return element;
  }

  const shape = (feature, style) => L.geoJSON(feature, { style: () => style });

  // What the server is told of an act that is no click on a mark. The stamp tells it from the one before.
  const act = (properties) => ({ type: "Feature", properties: { ...properties, stamp: Date.now() }, geometry: null });
  window.rasdTell = function (map, properties) {
    const told = act(properties);
    map.fire("draw:created", { layer: { toGeoJSON: () => told } });
  };

  // The component tells the server the GeoJSON of whatever is clicked: a few words instead of a whole polygon.
  function tellsInstead(polygon, properties) {
    polygon.eachLayer((one) => {
      let told = null;
      one.on("click", () => {
        told = properties && act(properties);
      });
      one.toGeoJSON = () => told;
    });
  }

  function drawAreas(group, areas, found) {
    // Each goes to the very back, so the widest goes last: small areas lie on large ones, and circles on both.
    [...areas].reverse().forEach((area) => {
      const feature = found.get(area.id);
      if (!feature) return;
      const drawn = shape(feature, { ...LINE, color: area.colour, ...(area.chosen ? CHOSEN : {}) });
      drawn.bindTooltip(tip(area.tip), { sticky: true });
      tellsInstead(drawn, null);
      drawn.eachLayer((one) => one.on("click", (event) => {
        event.latlng = { lat: area.lat, lng: area.lon, mark: area.at };
      }));
      drawn.addTo(group);
      drawn.bringToBack();
    });
  }

  // A shape that keys open, as a click does.
  function opened(one, name) {
    const path = one.getElement();
    if (!path || path.hasAttribute("role")) return;
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", name);
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      one.fire("click", { latlng: one.getBounds().getCenter() }, true);
    });
  }

  // Keys reach the shapes of which something is in view, wherever the map is moved while they are on it.
  function reachable(map, group, shapes) {
    const follow = () => {
      const seen = map.getContainer().getBoundingClientRect();
      const boxes = shapes.map((path) => path.getBoundingClientRect());
      boxes.forEach((box, number) => {
        const out = !box.width || box.right <= seen.left || box.left >= seen.right || box.bottom <= seen.top
          || box.top >= seen.bottom;
        shapes[number].setAttribute("tabindex", out ? "-1" : "0");
      });
    };
    map.on("moveend resize", follow);
    group.once("remove", () => map.off("moveend resize", follow));
    follow();
  }

  function drawProvinces(map, group, provinces, found, nameProperty) {
    const shapes = [];
    provinces.forEach((province) => {
      const feature = found.get(province.id);
      if (!feature) return;
      const style = { color: "#ffffff", weight: 1, fillColor: province.colour, fillOpacity: 0.66 };
      const drawn = shape(feature, province.chosen ? { ...style, ...CHOSEN } : style);
      const name = feature.properties[nameProperty] || feature.properties.name;
      drawn.bindTooltip(tip(name, province.tip), { sticky: true });
      tellsInstead(drawn, { province: province.id });
      drawn.eachLayer((one) => one.on("add", () => {
        const path = one.getElement();
        if (!path) return;
        path.dataset.province = province.id;
        if (one.options.interactive) shapes.push(path);
        if (one.options.interactive) opened(one, `${name}: ${province.tip}`);
      }));
      drawn.addTo(group);
      if (province.chosen) drawn.bringToFront();
    });
    reachable(map, group, shapes);
  }

  function drawReach(group, reach, found) {
    const style = { ...CHOSEN, weight: 2, fill: true, fillOpacity: 0.06, interactive: false, className: "rasd-reach" };
    if (reach.polygon) {
      const feature = found.get(reach.polygon);
      if (feature) shape(feature, style).addTo(group);
    } else L.circle([reach.lat, reach.lon], { ...style, radius: reach.radius }).addTo(group);
  }

  function drawPlace(group, place) {
    if (place.radius) {
      L.circle([place.lat, place.lon], {
        radius: place.radius, color: "#1f4e79", weight: 2, dashArray: "2 5", fill: false, interactive: false,
      }).addTo(group);
    }
    const icon = L.divIcon({ className: "rasd-place", html: document.createElement("span"), iconSize: [18, 18] });
    L.marker([place.lat, place.lon], { icon, interactive: false, keyboard: false, alt: place.name })
      .bindTooltip(tip(place.name), { permanent: true, direction: "top", offset: [0, -8] })
      .addTo(group);
  }

  const Heat = L.Layer.extend({
    initialize(heat) { this._heat = heat; },
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "rasd-heat leaflet-zoom-hide");
      this.getPane().appendChild(this._canvas);
      map.on("moveend resize", this._draw, this);
      this._draw();
    },
    onRemove(map) {
      this._canvas.remove();
      map.off("moveend resize", this._draw, this);
    },
    _draw() {
      const map = this._map, size = map.getSize(), canvas = this._canvas;
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      canvas.width = size.x;
      canvas.height = size.y;
      if (!size.x || !size.y) return;
      const pen = canvas.getContext("2d", { willReadFrequently: true }), stamp = spot();
      for (const [lat, lon, weight] of this._heat.points) {
        const at = map.latLngToContainerPoint([lat, lon]);
        pen.globalAlpha = 0.12 + 0.78 * Math.sqrt(Math.min(1, weight / this._heat.highest));
        pen.drawImage(stamp, at.x - HEAT_PX, at.y - HEAT_PX);
      }
      colourise(pen, size, colours(this._heat.ramp));
    },
  });

  function spot() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 2 * HEAT_PX;
    const pen = canvas.getContext("2d");
    const fade = pen.createRadialGradient(HEAT_PX, HEAT_PX, 0, HEAT_PX, HEAT_PX, HEAT_PX);
    fade.addColorStop(0, "rgba(0,0,0,1)");
    fade.addColorStop(1, "rgba(0,0,0,0)");
    pen.fillStyle = fade;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    return canvas;
  }

  // The colours of 256 strengths.
  function colours(ramp) {
    const canvas = document.createElement("canvas");
    canvas.width = 256;
    canvas.height = 1;
    const pen = canvas.getContext("2d"), fade = pen.createLinearGradient(0, 0, 256, 0);
    ramp.forEach((colour, number) => fade.addColorStop(number / (ramp.length - 1), colour));
    pen.fillStyle = fade;
    pen.fillRect(0, 0, 256, 1);
    return pen.getImageData(0, 0, 256, 1).data;
  }

  function colourise(pen, size, table) {
    const image = pen.getImageData(0, 0, size.x, size.y), data = image.data;
    for (let at = 3; at < data.length; at += 4) {
      const strength = data[at];
      if (!strength) continue;
      data.set(table.subarray(strength * 4, strength * 4 + 3), at - 3);
      data[at] = Math.min(255, strength * 2) * HEAT_OPACITY;
    }
    pen.putImageData(image, 0, 0);
  }

  // `still` for a frame of a play, which is drawn without the reader's doing: a sketch under way goes on.
  window.rasdLayers = function (group, data, still) {
    const map = window.map, settings = window.rasdSettings;
    const draw = (found) => {
      if (data.areas) drawAreas(group, data.areas, found);
      if (data.provinces) drawProvinces(map, group, data.provinces, found, settings.nameProperty);
      if (data.reach) drawReach(group, data.reach, found);
    };
    if (data.areas || data.provinces || (data.reach && data.reach.polygon)) {
      polygons(settings.polygons).then((found) => {
        // By then the reader may have gone on: what is no longer on the map is drawn nowhere.
        if (map.hasLayer(group)) draw(found);
      });
    } else draw(new Map());
    if (data.heat) new Heat(data.heat).addTo(group);
    if (data.box) L.polygon(data.box, { ...FILTER, className: "rasd-filter-area" }).addTo(group);
    if (data.ring) L.polygon(data.ring, { ...FILTER, className: "rasd-filter-area" }).addTo(group);
    if (data.place) drawPlace(group, data.place);
    if (window.rasdSketch && !still) window.rasdSketch.clear();
  };
})();
