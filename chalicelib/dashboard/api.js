// Reading the API with the reader's own key, and building the page out of text only.
//
// The key comes in the URL's fragment (#key=…), which no server ever sees; it moves to this tab's session
// storage and leaves the address bar at once.  Nothing here uses innerHTML: what tools answer stays text.

const STORED = "replan.key";
export const base = location.pathname.slice(0, location.pathname.indexOf("/dashboard"));

export class Refused extends Error {
  constructor(status, code, message) { super(message); this.status = status; this.code = code; }
}

function takeKeyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (!key) return;
  sessionStorage.setItem(STORED, key);
  history.replaceState(null, "", location.pathname + location.search);
}

export async function get(path, query = {}) {
  const url = new URL(base + path, location.origin);
  for (const [name, value] of Object.entries(query)) if (value != null) url.searchParams.set(name, value);
  return call(url, {});
}

// `key`: another one than the page's, for this call alone.
export const post = (path, body, key = "") => call(new URL(base + path, location.origin), {
  method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
}, key);

async function call(url, options, key = "") {
  const secret = key || (sessionStorage.getItem(STORED) ?? "");
  const response = await fetch(url, {
    ...options, headers: { ...options.headers, Authorization: `Bearer ${secret}` }, cache: "no-store",
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.error?.code, body.error?.message ?? `status ${response.status}`);
  return body;
}

// Calls `show` once there is a key; asks for one where there is none, or where it was refused.
export async function withKey(show) {
  takeKeyFromAddress();
  if (!sessionStorage.getItem(STORED)) return askForKey(show, "");
  try {
    document.getElementById("page").hidden = false;
    await show();
  } catch (error) {
    document.getElementById("page").hidden = true;
    askForKey(show, error.status === 401 ? "That key was refused. Is it whole, and not revoked?" : error.message);
  }
}

function askForKey(show, problem) {
  const form = document.getElementById("key-form");
  const input = el("input", { type: "password", id: "key", autocomplete: "off", spellcheck: "false", placeholder: "pk_test_…" });
  form.replaceChildren(
    el("h2", {}, "Your API key"),
    el("p", { class: "muted" }, "This page reads with your own key. It stays in this tab and goes nowhere else."),
    ...(problem ? [el("p", { class: "problem", role: "alert" }, problem)] : []),
    el("label", { for: "key" }, "Key"), el("div", { class: "field" }, input, el("button", { type: "submit" }, "Show")),
  );
  form.hidden = false;
  input.focus();
  form.onsubmit = (event) => {
    event.preventDefault();
    if (!input.value.trim()) return;
    sessionStorage.setItem(STORED, input.value.trim());
    form.hidden = true;
    withKey(show);
  };
}

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null && value !== false) made.setAttribute(key, value);
  made.append(...present(children));
  return made;
}

export const fill = (node, ...children) => node.replaceChildren(...present(children));

const present = (children) => children.filter((child) => child != null && child !== false && child !== "");

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const MARKS = {
  pending: "○", running: "●", waiting: "◔", complete: "✓", failed: "✕", cancelled: "–", skipped: "–", unknown: "?",
};

export function pill(status) {
  return el("span", { class: `pill ${status}` }, el("span", { "aria-hidden": "true" }, MARKS[status] ?? "·"), ` ${status}`);
}

export function duration(ms) {
  if (ms == null) return "";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? `${minutes} min ${Math.round((ms % 60_000) / 1000)} s` : `${(ms / 3_600_000).toFixed(1)} h`;
}

export function clock(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(undefined, today ? { timeStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" });
}
