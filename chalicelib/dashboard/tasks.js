// Recent tasks, newest first; the first page is read again every few seconds.

import { base, clock, el, get, pill, sleep, withKey } from "./api.js";

const AGAIN = 3000;
const PAGE = 25;
let older = [];

function row(task) {
  const link = el("a", { href: `${base}/dashboard/tasks/${encodeURIComponent(task.id)}` }, task.prompt ?? task.id);
  return el("tr", {},
    el("td", {}, pill(task.status)), el("td", { class: "prompt" }, link, el("code", { class: "muted" }, task.id)),
    el("td", { class: "nowrap" }, task.sub_agent), el("td", { class: "muted nowrap" }, clock(task.created_at)));
}

function render(first) {
  const shown = [...first.data, ...older.filter((one) => !first.data.some((task) => task.id === one.id))];
  document.getElementById("tasks").replaceChildren(...shown.map(row));
  document.getElementById("empty").hidden = shown.length > 0;
  document.querySelector("table").hidden = shown.length === 0;
  document.getElementById("count").textContent = shown.length ? `${shown.length} shown` : "";
}

withKey(async () => {
  let first = await get("/v1/tasks", { limit: PAGE });
  let cursor = first.next_cursor;
  const more = document.getElementById("more");
  more.hidden = !first.has_more;
  more.onclick = async () => {
    const page = await get("/v1/tasks", { limit: PAGE, cursor });
    older = [...older, ...page.data];
    cursor = page.next_cursor;
    more.hidden = !page.has_more;
    render(first);
  };
  document.getElementById("live").hidden = false;
  for (;;) {
    render(first);
    await sleep(AGAIN);
    if (!document.hidden) first = await get("/v1/tasks", { limit: PAGE });
  }
});
