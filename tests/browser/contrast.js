// The texts of a page that can't be read well: their contrast (WCAG 2.1, 1.4.3) is below 4.5, or 3 where they are large.
// Looks into shadow trees as well; leaves out what is hidden or disabled, as the criterion does.
() => {
  const LARGE_PX = 24, LARGE_BOLD_PX = 18.66;
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = "#000";
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = (top, under) => {
    const alpha = top[3];
    return [0, 1, 2].map((at) => top[at] * alpha + under[at] * (1 - alpha)).concat(1);
  };
  const parent = (element) => element.parentElement || (element.getRootNode().host ?? null);
  const background = (element) => {
    const layers = [];
    for (let at = element; at; at = parent(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const colour = rgba(style.backgroundColor);
      if (colour[3]) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  // What a text of a drawing lies on: the shape under its middle, or what the drawing lies on.
  const shape = (text) => {
    // A wide drawing lies in a frame that scrolls.
    text.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = text.getBoundingClientRect();
    const under = text.getRootNode().elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const found = under.find((one) => one.matches("path, rect, circle") && rgba(getComputedStyle(one).fill)[3] > 0.5);
    return found ? rgba(getComputedStyle(found).fill) : background(text.ownerSVGElement);
  };
  const light = (colour) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(colour[0]) + 0.7152 * part(colour[1]) + 0.0722 * part(colour[2]) + 0.05;
  };
  const ratio = (one, other) => Math.max(light(one), light(other)) / Math.min(light(one), light(other));
  const opacity = (element) => {
    let found = 1;
    for (let at = element; at; at = parent(at)) found *= Number(getComputedStyle(at).opacity);
    return found;
  };
  const off = "[disabled], [aria-disabled='true'], [inert]";
  const disabled = (element) => {
    for (let at = element; at; at = parent(at)) if (at.matches(off)) return true;
    return false;
  };
  const found = [];
  const judge = (element, text, colour) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!box.width || !box.height || style.visibility !== "visible" || parseFloat(style.fontSize) < 1) return;
    if (disabled(element)) return;
    const under = element.matches("text") ? shape(element) : background(element), seen = opacity(element);
    if (!under || !seen) return;
    const [r, g, b, alpha] = rgba(colour);
    const large = parseFloat(style.fontSize) >= LARGE_PX
      || (parseFloat(style.fontSize) >= LARGE_BOLD_PX && Number(style.fontWeight) >= 700);
    const value = ratio(over([r, g, b, alpha * seen], under), under);
    if (value < (large ? 3 : 4.5)) found.push(`${value.toFixed(2)} «${text.slice(0, 40)}» ${colour} on ${under} in ${element.outerHTML.slice(0, 90)}`);
  };
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      if (element.matches("script, style, noscript, svg *:not(text)")) continue;
      const style = getComputedStyle(element);
      const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(" ").trim();
      // Icons are letters of a font; they say nothing that their button's name doesn't.
      if (text && !style.fontFamily.includes("Material Symbols")) {
        judge(element, text, element.matches("text") ? style.fill : style.color);
      }
      if (element.placeholder && !element.value) judge(element, element.placeholder, getComputedStyle(element, "::placeholder").color);
      if (element.matches("input, textarea, select") && element.value) judge(element, String(element.value), style.color);
    }
  };
  walk(document);
  return found;
}
