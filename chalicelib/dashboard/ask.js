// What a task waits with, and the buttons that answer it: the exact request, why it is asked, where each
// argument comes from.  No key may approve what it has sent itself: another one can be given for the answer.

import { clock, el, fill, post } from "./api.js";

const DECISIONS = {
  approval: [["approve", "Approve"], ["reject", "Reject"]], oauth_consent: [["approve", "It is connected"], ["reject", "Reject"]],
  outcome_unknown: [["happened", "It happened"], ["did_not_happen", "It did not happen"]], missing_input: [["", "Answer"]],
};
let drawn = "";

const line = (value) => (typeof value === "string" ? value : JSON.stringify(value));

// Drawn anew only when it is another question, so that what a person types stays.
export function ask(node, task, path, changed) {
  const asked = task.status === "waiting" ? task.waiting : null;
  node.hidden = !asked;
  const text = JSON.stringify(asked);
  if (!asked || text === drawn) { if (!asked) drawn = ""; return; }
  drawn = text;
  const form = el("form", { class: "answer" });
  const safe = /^https?:\/\//.test(asked.auth_url ?? "");
  const one = !asked.writes && asked.arguments;
  fill(node,
    el("h2", {}, "Waiting for a person"),
    el("p", { class: "question" }, asked.message ?? asked.reason),
    asked.why ? el("p", { class: "muted" }, `Asked because ${asked.why}.`) : null,
    safe ? el("p", {}, el("a", { class: "connect", href: asked.auth_url, target: "_blank", rel: "noreferrer noopener" }, `Connect ${asked.tool}`),
      asked.scopes?.length ? el("span", { class: "muted" }, `  asks for ${asked.scopes.join(", ")}`) : null) : null,
    asked.problem ? el("p", { class: "problem" }, `There is no link: ${asked.problem}`) : null,
    (asked.reads ?? []).length ? el("p", { class: "muted" }, `Read so far: ${asked.reads.map((read) => `${read.tool}.${read.action}`).join(", ")}`) : null,
    ...(asked.writes ?? []).map((write) => call(write)),
    one ? call({ ...asked, step: null }, true) : asked.request && !asked.writes ? el("pre", { tabindex: "0" }, JSON.stringify(asked.request, null, 2)) : null,
    asked.for_each ? call(asked.for_each) : null,
    form);
  controls(form, asked, path, node, changed);
}

function call(asked, editable = false) {
  const request = asked.request ?? {};
  return el("div", { class: "call" },
    el("div", { class: "call-head" }, asked.step ? el("span", { class: "label" }, asked.step) : null,
      el("code", {}, `${asked.tool}.${asked.action}`), asked.effect ? el("span", { class: "badge" }, asked.effect) : null,
      asked.rule ? el("span", { class: "badge tries" }, `rule: ${asked.rule}`) : null),
    asked.step_reason ? el("p", { class: "muted" }, asked.step_reason) : null,
    request.method ? el("p", {}, el("code", {}, `${request.method} ${request.url}`)) : null,
    request.error ? el("p", { class: "problem" }, `It cannot be sent: ${request.error.detail}`) : null,
    el("dl", { class: "arguments" }, ...(asked.arguments ?? []).flatMap((one) => argument(one, editable))),
    request.method ? el("details", {}, el("summary", {}, "The request as it would be sent"),
      el("pre", { tabindex: "0" }, JSON.stringify(request, null, 2))) : null);
}

function argument(one, editable) {
  const shown = one.unknown ? el("span", { class: "muted" }, "not known yet")
    : editable ? editor(one) : el("code", {}, line(one.value));
  return [el("dt", {}, el("code", {}, one.name)), el("dd", {}, shown, el("span", { class: "origin" }, origin(one)))];
}

// What was shown is read back from the field itself, which may write it in its own way (line ends, say).
function editor(one) {
  const long = line(one.value).length > 90 || line(one.value).includes("\n");
  const field = el(long ? "textarea" : "input", { name: one.name, "data-text": typeof one.value === "string", "aria-label": one.name, spellcheck: "false", rows: long ? 3 : null });
  field.value = line(one.value);
  field.dataset.was = field.value;
  return field;
}

export function origin(one) {
  switch (one.from) {
    case "prompt": return one.text ? `from the prompt: “${one.text}”` : "from the prompt";
    case "context": return `from the context: ${one.fact}`;
    case "output": return one.step ? `from the output of step ${one.step}, ${one.action}${one.path && one.path !== "@" ? ` (${one.path})` : ""}` : "from each item of the list";
    case "answer": return "a person's answer";
    case "default": return "the default of the action";
    case "memory": return "from earlier runs";
    case "parts": return `put together: ${[...new Set(one.parts.map(origin))].join("; ")}`;
    default: return "chosen by the planner";
  }
}

function controls(form, asked, path, node, changed) {
  const fields = Object.entries(asked.reason === "missing_input" ? asked.fields?.properties ?? {} : {});
  const other = el("input", { type: "password", id: "other-key", autocomplete: "off", spellcheck: "false", placeholder: "pk_… (only if this page's key sent the task)" });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const buttons = (DECISIONS[asked.reason] ?? []).map(([decision, text], at) =>
    el("button", { type: "submit", value: decision, class: at ? "plain" : "" }, text));
  fill(form,
    ...fields.map(([name, about]) => el("label", {}, about.description ?? about.title ?? name, el("div", { class: "field" }, el("input", { name, required: true, "data-was": "", "data-text": about.type === "string", spellcheck: "false" })))),
    asked.reason === "missing_input" ? null : el("label", { for: "other-key" }, "Key for this answer", el("div", { class: "field" }, other)),
    el("div", { class: "buttons" }, ...buttons),
    asked.expires_at ? el("p", { class: "muted" }, `Unanswered, it fails on ${clock(asked.expires_at)}.`) : null, problem);
  form.onsubmit = async (event) => {
    event.preventDefault();
    const decision = event.submitter?.value ?? "";
    for (const button of buttons) button.disabled = true;
    try {
      await post(`${path}/input`, body(decision, asked, node), other.value.trim());
      drawn = "";
      await changed();
    } catch (error) {
      problem.hidden = false;
      problem.textContent = error.message;
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  };
}

// A value that was changed is sent in place of the one shown.
function body(decision, asked, node) {
  const inputs = [...node.querySelectorAll("[data-was]")].filter((input) => input.value !== input.dataset.was);
  const values = Object.fromEntries(inputs.map((input) => [input.name, read(input)]));
  const edits = decision === "approve" && asked.reason === "approval" && inputs.length > 0;
  if (!decision) return { step: asked.step, values };
  return { step: asked.step, decision: edits ? "edit" : decision, ...(edits ? { values } : {}) };
}

function read(input) {
  if (input.dataset.text === "true") return input.value;
  try { return JSON.parse(input.value); } catch { return input.value; }
}
