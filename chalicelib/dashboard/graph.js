// What depends on what, drawn beside the rows: a line from each step to those that needed it.
//
// Neighbours are joined by a straight line; others by an arc in a lane of its own, so that no line runs through
// a step that it does not concern.  A dependency that follows from others is drawn faintly.

const NS = "http://www.w3.org/2000/svg";
const LANE = 11;
const EDGE = 16;
const MOST_LANES = 6;

export function draw(svg, container, rows, steps) {
  const index = new Map(steps.map((step, at) => [step.label, at]));
  const edges = steps.flatMap((step, to) =>
    (step.depends_on ?? []).filter((label) => index.has(label)).map((label) => ({ from: index.get(label), to })))
    .filter((edge) => edge.from < edge.to);
  const before = reach(steps.length, edges);
  for (const edge of edges) {
    edge.implied = edges.some((other) => other.to === edge.to && other.from !== edge.from && before[other.from].has(edge.from));
  }
  assignLanes(edges);
  const lanes = Math.min(MOST_LANES, Math.max(0, ...edges.map((edge) => edge.lane)));
  const x = EDGE + lanes * LANE;
  container.style.setProperty("--gutter", `${x + EDGE}px`);
  const top = container.getBoundingClientRect().top;
  const middles = rows.map((row) => {
    const box = row.querySelector(".row-head").getBoundingClientRect();
    return box.top - top + 25;
  });
  svg.setAttribute("width", x + EDGE);
  svg.setAttribute("height", container.scrollHeight);
  svg.replaceChildren(
    ...edges.sort((a, b) => b.implied - a.implied).map((edge) => line(edge, x, middles, steps)),
    ...steps.map((step, at) => node(step, x, middles[at])),
  );
}

function reach(count, edges) {
  const before = Array.from({ length: count }, () => new Set());
  for (let to = 0; to < count; to += 1) {
    for (const edge of edges.filter((one) => one.to === to)) {
      before[to].add(edge.from);
      for (const earlier of before[edge.from]) before[to].add(earlier);
    }
  }
  return before;
}

// Lane 0 is the straight line between neighbours; the rest is interval colouring, short arcs inside.
function assignLanes(edges) {
  const taken = [];
  for (const edge of [...edges].sort((a, b) => (a.to - a.from) - (b.to - b.from))) {
    if (edge.to - edge.from === 1) { edge.lane = 0; continue; }
    let lane = 1;
    while ((taken[lane] ?? []).some((other) => edge.from < other.to && other.from < edge.to)) lane += 1;
    (taken[lane] ??= []).push(edge);
    edge.lane = lane;
  }
}

function line(edge, x, middles, steps) {
  const path = document.createElementNS(NS, "path");
  const [from, to] = [middles[edge.from] + 7, middles[edge.to] - 7];
  const out = x - Math.min(edge.lane, MOST_LANES) * LANE;
  const bend = Math.min(18, (to - from) / 2);
  path.setAttribute("d", edge.lane === 0
    ? `M${x} ${from} L${x} ${to}`
    : `M${x - 5} ${from - 3} C${out} ${from} ${out} ${from + bend / 2} ${out} ${from + bend} `
      + `L${out} ${to - bend} C${out} ${to - bend / 2} ${out} ${to} ${x - 5} ${to + 3}`);
  path.setAttribute("class", `edge${edge.implied ? " implied" : ""}`);
  path.dataset.from = steps[edge.from].id;
  path.dataset.to = steps[edge.to].id;
  return path;
}

function node(step, x, y) {
  const circle = document.createElementNS(NS, "circle");
  circle.setAttribute("cx", x);
  circle.setAttribute("cy", y);
  circle.setAttribute("r", 5.5);
  circle.setAttribute("class", `node ${step.status}`);
  circle.dataset.id = step.id;
  return circle;
}

// The lines of one step stand out while it is looked at.
export function highlight(svg, id) {
  for (const path of svg.querySelectorAll(".edge")) {
    path.classList.toggle("lit", id != null && (path.dataset.from === id || path.dataset.to === id));
    path.classList.toggle("dim", id != null && path.dataset.from !== id && path.dataset.to !== id);
  }
}
