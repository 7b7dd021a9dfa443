// Draws Rasd's map inside the component's frame: the base from vector tiles, then the marks as data from the server.
// Nothing here takes HTML from data: texts become text nodes.
(function () {
  "use strict";

  const FONT = '"IBM Plex Sans Arabic", "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif';

  // On a map this narrow the switch of layers is a button.
  const NARROW_PX = 480;

  // What is drawn of which tiles: the base at every zoom, the detail from where its own tiles begin.
  const of = (source) => ({ dataSource: source, dataLayer: "base" });
  const isKind = (kind, test) => (zoom, feature) =>
    feature.props.kind === kind && (!test || test(zoom, feature.props.size || 0));

  function paintRules(p) {
    return [
      { ...of("base"), symbolizer: new p.PolygonSymbolizer({ fill: "#f6f4ee" }), filter: isKind("land") },
      { ...of("base"), symbolizer: new p.PolygonSymbolizer({ fill: "#d3e2ec" }), filter: isKind("lake") },
      {
        ...of("base"),
        symbolizer: new p.LineSymbolizer({ color: "#bcd3e2", width: (z) => (z < 6 ? 0.7 : 1.4) }),
        filter: isKind("river", (zoom) => zoom >= 4),
      },
      {
        ...of("detail"),
        symbolizer: new p.LineSymbolizer({ color: "#cfcabd", width: 0.8, dash: [3, 2] }),
        filter: isKind("province", (zoom) => zoom >= 6),
      },
      { ...of("base"), symbolizer: new p.LineSymbolizer({ color: "#a9b7bf", width: 0.8 }), filter: isKind("coast") },
      {
        ...of("base"),
        symbolizer: new p.LineSymbolizer({ color: "#a49c8a", width: (z) => (z < 5 ? 0.9 : 1.5) }),
        filter: isKind("border"),
      },
    ];
  }

  function labelRules(p, property) {
    const text = (fill, font) =>
      new p.CenteredTextSymbolizer({
        labelProps: [property, "name"], fill, stroke: "rgba(255,255,255,0.9)", width: 1.5, font, maxLineChars: 40,
      });
    return [
      {
        ...of("base"),
        symbolizer: text("#4b5661", `600 13px ${FONT}`),
        filter: isKind("country", (zoom, km) => zoom <= 7 && km >= (zoom >= 6 ? 0 : zoom >= 5 ? 100 : zoom >= 4 ? 200 : 700)),
      },
      {
        ...of("detail"),
        symbolizer: text("#38424c", `400 12px ${FONT}`),
        filter: isKind("city", (zoom, size) => size >= (zoom >= 8 ? 1e5 : zoom >= 7 ? 2.5e5 : zoom >= 6 ? 7.5e5 : 1e9)),
      },
      {
        ...of("detail"),
        symbolizer: text("#8a8272", `400 11px ${FONT}`),
        filter: isKind("area", (zoom) => zoom >= 7),
      },
    ];
  }

  // Fonts must be there before a canvas draws with them; without them the system's are used.
  function fontsReady() {
    const faces = [`600 13px "IBM Plex Sans Arabic"`, `400 12px "IBM Plex Sans Arabic"`];
    return faces.map((face) => document.fonts.load(face, "\u0628a").catch(() => undefined));
  }

  // Whether online tiles are wanted is kept in this browser alone, for all maps: no link may switch them on for others.
  const TILES = "rasd-online-tiles";
  function remember(on) {
    try {
      if (on) localStorage.setItem(TILES, "1");
      else localStorage.removeItem(TILES);
    } catch { /* A browser that keeps nothing asks anew. */ }
  }
  function remembered() {
    try { return localStorage.getItem(TILES) === "1"; } catch { return false; }
  }

  // The scale in the units' words.
  function scale(map, position, units) {
    const made = L.control.scale({ imperial: false, position });
    made._updateMetric = function (most) {
      const metres = this._getRoundNum(most), far = metres >= 1000;
      const number = (far ? metres / 1000 : metres).toLocaleString("en");
      this._updateScale(this._mScale, units[far ? "km" : "m"].replace("{number}", number), metres / most);
    };
    made.addTo(map);
  }

  // Controls stand where reading begins; their words are those of the language.
  function controls(map, options) {
    const [start, end] = options.rtl ? ["right", "left"] : ["left", "right"];
    map.zoomControl.setPosition(`top${start}`);
    map.attributionControl.setPosition(`bottom${end}`);
    for (const [part, title] of [["_zoomInButton", options.titles.zoomIn], ["_zoomOutButton", options.titles.zoomOut]]) {
      map.zoomControl[part].title = title;
      map.zoomControl[part].setAttribute("aria-label", title);
    }
    const online = L.tileLayer(options.online.tiles, { attribution: options.online.attribution, maxZoom: 19 });
    const collapsed = map.getSize().x < NARROW_PX;
    L.control.layers(null, { [options.online.label]: online }, { collapsed, position: `top${end}` }).addTo(map);
    if (remembered()) online.addTo(map);
    online.on("add remove", (event) => remember(event.type === "add"));
    scale(map, `bottom${start}`, options.units);
    if (options.tools) window.rasdTools(map, options);
  }

  window.rasdBase = function (map, options) {
    const p = window.protomapsL;
    window.rasdSettings = options;
    L.Icon.Default.imagePath = options.images;
    map.attributionControl.setPrefix(false);
    p.leafletLayer({
      sources: {
        base: { url: options.base, maxDataZoom: options.maxDataZoom },
        detail: { url: options.detail, maxDataZoom: options.maxDataZoom },
      },
      attribution: options.attribution,
      backgroundColor: "#d3e2ec",
      paintRules: paintRules(p),
      labelRules: labelRules(p, options.nameProperty),
      tasks: fontsReady(),
    }).addTo(map);
    controls(map, options);
  };

  function icon(mark) {
    const face = document.createElement("span");
    face.style.background = mark.colour;
    if (mark.area) {
      face.style.borderColor = mark.colour;
      face.style.color = mark.colour;
    }
    face.textContent = mark.text || "";
    if (mark.ids) face.dataset.ids = mark.ids;
    face.dataset.count = mark.count;
    const classes = ["rasd-mark", mark.count > 1 ? "rasd-cell" : "rasd-single"];
    if (mark.area) classes.push("rasd-area");
    if (mark.chosen) classes.push("rasd-chosen");
    return L.divIcon({ html: face, className: classes.join(" "), iconSize: [mark.size, mark.size] });
  }

  function tip(text) {
    const element = document.createElement("span");
    element.dir = "auto";
    element.textContent = text;
    return element;
  }

  window.rasdMarks = function (group, marks) {
    marks.forEach((mark, number) => {
      const at = [mark.lat, mark.lon];
      // Marks may lie on one point: the server is told which was meant.
      const told = (event) => {
        event.latlng = { lat: mark.lat, lng: mark.lon, mark: number };
      };
      if (mark.radius) {
        L.circle(at, {
          radius: mark.radius, color: mark.chosen ? "#111820" : mark.colour, weight: mark.chosen ? 2.5 : 1.5,
          dashArray: "5 4", fillOpacity: 0.07,
        }).bindTooltip(tip(mark.tip), { sticky: true }).on("click", told).addTo(group);
      }
      const marker = L.marker(at, {
        icon: icon(mark), alt: mark.tip, riseOnHover: true, zIndexOffset: mark.chosen ? 1000 : mark.count > 1 ? 100 : 0,
      });
      marker.bindTooltip(tip(mark.tip), { direction: "top", offset: [0, -mark.size / 2] });
      marker.on("click", told);
      marker.on("keypress", (event) => {
        if (event.originalEvent.key === "Enter") marker.fire("click", { latlng: marker.getLatLng() }, true);
      });
      marker.addTo(group);
    });
  };
})();
