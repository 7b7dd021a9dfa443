// The table of incidents. All words come as data and are set as text: nothing of a report is read as markup.
const cell = (name, runs, parent) => {
  const made = parent.appendChild(document.createElement(name));
  for (const [text, found] of runs)
    made.appendChild(found ? document.createElement("mark") : document.createElement("span")).textContent = text;
  return made;
};

const head = (table, data, send) => {
  const row = table.createTHead().insertRow();
  for (const { key, label } of data.columns) {
    const made = row.appendChild(document.createElement("th"));
    made.scope = "col";
    const button = made.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = label;
    button.title = data.sortBy.replace("{column}", label);
    button.dataset.sort = key;
    const now = data.order.column === key;
    if (now) made.setAttribute("aria-sort", data.order.descending ? "descending" : "ascending");
    button.onclick = () => send("sort", key);
  }
};

const body = (table, data, send) => {
  const rows = table.createTBody();
  for (const { id, href, cells, found, sample } of data.rows) {
    const row = rows.insertRow();
    row.dataset.id = id;
    row.onclick = event => {
      if (String(getSelection()) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      send("open", id);
    };
    cells.forEach((runs, at) => {
      const made = row.insertCell();
      made.dataset.head = data.columns[at].label;
      made.dataset.key = data.columns[at].key;
      const holder = made.appendChild(document.createElement(at === data.link ? "a" : "bdi"));
      if (at === data.link) {
        holder.href = href;
        holder.setAttribute("dir", "auto");
      }
      cell("span", at === data.link && !runs.length ? [[id, false]] : runs, holder);
      if (at === data.link && sample) {
        const badge = holder.appendChild(document.createElement("small"));
        badge.className = "badge";
        badge.textContent = data.sample;
      }
      if (at === data.link && found.length) cell("small", found, made).className = "found";
    });
  }
};

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".frame");
  const table = document.createElement("table");
  table.dir = data.direction;
  table.dataset.rows = data.total;
  table.setAttribute("aria-rowcount", data.total);
  head(table, data, setTriggerValue);
  body(table, data, setTriggerValue);
  holder.dir = data.direction;
  const focused = parentElement.getRootNode().activeElement?.dataset?.sort;
  holder.replaceChildren(table);
  if (focused) table.querySelector(`button[data-sort="${focused}"]`)?.focus();
}
