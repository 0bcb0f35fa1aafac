// One task, live: its steps, why each is there, what failed and what repaired it, what it asks (ask.js).
//
// The long poll tells when something happened; the trace is then read again and the rows that changed are
// made anew.  What a reader has opened stays open.

import { clock, duration, el, fill, get, pill, sleep, withKey } from "./api.js";
import { ask } from "./ask.js";
import { draw, highlight } from "./graph.js";

const ENDED = ["complete", "failed", "cancelled"];
const id = decodeURIComponent(location.pathname.split("/").pop());
const path = `/v1/tasks/${encodeURIComponent(id)}`;
const $ = (name) => document.getElementById(name);
const opened = new Set();
const drawn = new Map();
let looked = null;
let task = {};
let trace = { steps: [] };

function summary() {
  document.title = `${task.status} · ${task.prompt ?? id} · Replan`;
  $("task-id").textContent = task.id;
  $("status").replaceWith(Object.assign(pill(task.status), { id: "status" }));
  $("agent").textContent = task.sub_agent;
  $("prompt").textContent = task.prompt ?? task.id;
  const counts = trace.steps.length;
  const done = trace.steps.filter((step) => step.status === "complete").length;
  const lessons = new Set(trace.steps.flatMap(lessonsOf).concat(trace.planning?.lessons ?? []));
  const facts = [
    ["Created", clock(task.created_at)], ["User", task.user_id], ["Mode", task.mode === "live" ? null : task.mode],
    ["Steps", counts ? `${done} of ${counts}` : null], ["Tool time", counts ? duration(trace.total_duration_ms) : null],
    ["Wall clock", duration(trace.wall_clock_ms)], ["Plan revisions", trace.plan_revisions || null],
    ["Lessons used", lessons.size || null], ["Learned at", task.learned_at ? clock(task.learned_at) : null],
  ].filter(([, value]) => value != null && value !== "");
  $("facts").replaceChildren(...facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))));
}

const lessonsOf = (step) => [...(step.lessons ?? []), ...(step.attempts ?? []).flatMap((one) =>
  [...(one.lessons ?? []), ...(one.recovery ?? []).flatMap((remedy) => remedy.lessons ?? [])])];

const json = (value) => el("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));

const badge = (text, kind = "") => el("span", { class: `badge ${kind}` }, text);

function attemptLines(step) {
  const tried = step.attempts ?? [];
  if (tried.length < 2 && !tried.some((one) => one.error)) return null;
  return el("ol", { class: "attempts" }, ...tried.map((one) => {
    const line = el("li", { class: one.error ? "failed" : one.status },
      el("span", { class: "attempt-head" }, el("b", {}, `Attempt ${one.number}`), " ",
        one.error ? `failed: ${one.error.message ?? one.error.reason}` : one.status === "running" ? "under way" : asks(one) ? "waited for a person" : "worked",
        el("span", { class: "muted" }, `  ${duration(one.duration_ms)}`)));
    for (const remedy of one.recovery ?? []) line.append(remedyLine(remedy));
    return line;
  }));
}

const asks = (attempt) => (attempt.recovery ?? []).some((remedy) => remedy.tool === "person");

function remedyLine(remedy) {
  const person = remedy.tool === "person";
  const did = person ? "asked: " : remedy.status === "complete" ? "repaired with " : remedy.status === "failed" ? "did not help: " : "repairing with ";
  const from = person ? null : (remedy.lessons ?? []).length ? badge("from a lesson", "lesson") : badge("newly found");
  return el("div", { class: `remedy ${remedy.status}` },
    el("span", { "aria-hidden": "true" }, "↳ "), el("span", {}, did),
    person ? (remedy.note ?? "no answer yet") : el("code", {}, `${remedy.tool}.${remedy.action}`), " ", from ?? "", el("span", { class: "muted" }, `  ${remedy.status}, ${duration(remedy.duration_ms)}`),
    remedy.reason ? el("div", { class: "muted why" }, remedy.reason) : null,
    remedy.error ? el("div", { class: "problem" }, remedy.error.message ?? remedy.error.reason) : null);
}

function detail(step) {
  const parts = [["Input", step.input], ["Output", step.output], ["Error", step.error]].filter(([, value]) => value != null);
  if (step.approvals) parts.push(["Approvals", step.approvals.map(decided).join("\n")]);
  const lessons = [...new Set(lessonsOf(step))];
  if (lessons.length) parts.push(["Lessons", lessons.join("\n")]);
  const body = el("div", { class: "details" }, ...parts.map(([name, value]) =>
    el("div", { class: `detail ${name.toLowerCase()}` }, el("h3", {}, name), json(value))));
  if (!parts.length) body.append(el("p", { class: "muted" }, "Nothing is recorded of this step yet."));
  return body;
}

function decided(one) {
  const edits = Object.entries(one.edited ?? {}).map(([name, change]) => `${name}: ${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`);
  return `${one.decision} by ${one.key_name ?? one.by} at ${one.at}${edits.length ? `\n${edits.join("\n")}` : ""}`;
}

function row(step) {
  const added = step.revision > 1 || /[a-z]$/.test(step.label);
  const after = (step.depends_on ?? []).length ? `after ${step.depends_on.join(", ")}` : "from the start";
  const lessons = new Set(lessonsOf(step)).size;
  const button = el("button", { type: "button", class: "row-head", "aria-expanded": String(opened.has(step.id)) },
    el("span", { class: "label" }, step.label),
    el("span", { class: "what" },
      el("span", { class: "name" }, el("span", { class: "tool" }, step.tool), el("span", { class: "dot" }, "."), el("b", {}, step.action),
        added ? badge(`added in revision ${step.revision}`, "added") : null,
        (step.attempts ?? []).length > 1 ? badge(`${step.attempts.length} attempts`, "tries") : null,
        lessons ? badge(lessons > 1 ? `${lessons} lessons` : "lesson used", "lesson") : null),
      step.reason ? el("span", { class: "reason" }, step.reason) : null,
      el("span", { class: "after" }, after)),
    el("span", { class: "time" }, el("span", { class: "track", "aria-hidden": "true" }, el("span", { class: `bar ${step.status}` })),
      el("span", { class: "ms" }, step.status === "pending" ? "" : duration(step.duration_ms))),
    pill(step.status));
  const item = el("li", { class: `row ${step.status}${added ? " is-added" : ""}${opened.has(step.id) ? " open" : ""}` }, button);
  const below = el("div", { class: "row-below" }, step.note ? el("p", { class: "note" }, step.note) : null,
    step.status === "failed" && step.error ? el("p", { class: "problem" }, step.error.message ?? step.error.reason) : null, attemptLines(step));
  if (below.childNodes.length) item.append(below);
  if (opened.has(step.id)) item.append(detail(step));
  button.onclick = () => {
    if (!opened.delete(step.id)) opened.add(step.id);
    drawn.delete(step.id);
    steps();
  };
  item.dataset.step = step.id;
  item.onmouseenter = button.onfocus = () => look(step.id);
  item.onmouseleave = button.onblur = () => look(null);
  return item;
}

function look(at) {
  looked = at;
  highlight($("edges"), looked);
}

function announce(step, before) {
  if (before && before.status !== step.status) $("announce").textContent = `Step ${step.label}, ${step.tool} ${step.action}: ${step.status}`;
}

// Rows whose data did not change are kept, so that nothing a reader selects or focuses is lost.
function steps() {
  const rows = trace.steps.map((step) => {
    const before = drawn.get(step.id);
    const text = JSON.stringify(step);
    if (before?.text === text) return before.item;
    announce(step, before?.step);
    const item = row(step);
    drawn.set(step.id, { text, step, item });
    return item;
  });
  place(rows);
  $("empty").hidden = rows.length > 0 || ENDED.includes(task.status);
  $("steps").hidden = rows.length === 0;
  const zero = trace.planning;
  $("steps-note").textContent = zero?.duration_ms != null ? `planned in ${duration(zero.duration_ms)}${zero.note ? ` · ${zero.note}` : ""}` : "";
  bars();
  if (rows.length) draw($("edges"), $("steps"), rows, trace.steps);
  look(looked);
}

// Only what changed is taken out and put in; a row that is made anew keeps the focus it had.
function place(rows) {
  const list = $("rows");
  const focused = document.activeElement?.closest(".row")?.dataset.step;
  for (const child of [...list.children]) if (!rows.includes(child)) child.remove();
  rows.forEach((item, at) => { if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null); });
  if (focused && document.activeElement === document.body) drawn.get(focused)?.item.querySelector(".row-head").focus({ preventScroll: true });
}

// When each step ran, on one scale for all: what overlaps in time is seen to overlap.
function bars() {
  const began = trace.steps.filter((step) => step.started_at).map((step) => Date.parse(step.started_at));
  if (!began.length) return;
  const first = Math.min(...began);
  const ends = trace.steps.map((step) => (step.started_at ? end(step) : first));
  const span = Math.max(1, Math.max(...ends) - first);
  trace.steps.forEach((step, at) => {
    const bar = drawn.get(step.id)?.item.querySelector(".bar");
    if (!bar || !step.started_at) return;
    bar.style.left = `${((Date.parse(step.started_at) - first) / span) * 100}%`;
    bar.style.width = `${Math.max(1.5, ((ends[at] - Date.parse(step.started_at)) / span) * 100)}%`;
    if (step.status === "running") drawn.get(step.id).item.querySelector(".ms").textContent = duration(ends[at] - Date.parse(step.started_at));
  });
}

function end(step) {
  if (step.status === "running") return Date.now();
  const tried = (step.attempts ?? []).filter((one) => one.started_at);
  const last = tried.map((one) => Date.parse(one.started_at) + one.duration_ms);
  return Math.max(Date.parse(step.started_at), ...last);
}

function ending() {
  const error = task.error;
  $("error").hidden = !error;
  if (error) {
    fill($("error"),
      el("h2", {}, error.step ? `Failed at step ${error.step}` : "Failed", " ", el("code", {}, error.code)),
      el("p", {}, error.message ?? ""), error.suggestion ? el("p", { class: "muted" }, error.suggestion) : null);
  }
  $("result-section").hidden = task.result == null;
  if (task.result != null) $("result").replaceChildren(json(task.result));
}

async function refresh() {
  [task, trace] = await Promise.all([get(path), get(`${path}/trace`)]);
  summary(); ask($("waiting"), task, path, refresh); ending(); steps();
}

async function follow() {
  await refresh();
  let after = 0;
  let missed = 0;
  while (!ENDED.includes(task.status)) {
    $("live").hidden = false;
    try {
      const heard = await get(`${path}/events`, { after, wait: task.status === "waiting" ? 10 : 1 });
      after = heard.next;
      if (document.hidden) await sleep(2000);
      await refresh();
      missed = 0;
    } catch (error) {
      if (error.status === 401 || error.status === 404) throw error;
      missed += 1;
      await sleep(Math.min(10_000, 500 * 2 ** missed));
    }
  }
  $("live").hidden = true;
  await sleep(1500);
  await refresh();
}

new ResizeObserver(() => { if (trace.steps.length) steps(); }).observe(document.body);
setInterval(() => { if (trace.steps.some((step) => step.status === "running")) bars(); }, 100);
$("task-id").textContent = id;
withKey(follow);
