// Enhancement of charts drawn on the server: what a mark says on hover, and from point to point with the arrow keys.
const MARKS = "[aria-label][role='graphics-symbol']";
const tip = document.createElement("div");
tip.className = "wt-chart__tip";
tip.hidden = true;
document.body.append(tip);

function show(mark, x, y) {
  tip.textContent = mark.getAttribute("aria-label");
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x - width / 2, innerWidth - width - 4))}px`;
  tip.style.top = `${y - height - 12 > 4 ? y - height - 12 : y + 18}px`;
}

function hide() {
  tip.hidden = true;
}

function prepare(chart) {
  const marks = [...chart.querySelectorAll(MARKS)];
  if (!marks.length) return;
  const said = Object.assign(document.createElement("div"), { className: "nhsuk-u-visually-hidden" });
  said.setAttribute("aria-live", "polite");
  chart.after(said);
  chart.tabIndex = 0;
  chart.setAttribute("role", "group");
  chart.setAttribute("aria-label", `${chart.querySelector("title").textContent}. Use the arrow keys to hear each point.`);
  let at = -1;

  function point(index) {
    marks[at]?.removeAttribute("data-at");
    at = Math.max(0, Math.min(index, marks.length - 1));
    marks[at].setAttribute("data-at", "");
    marks[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = marks[at].getBoundingClientRect();
    show(marks[at], box.left + box.width / 2, box.top);
    said.textContent = marks[at].getAttribute("aria-label");
  }

  function leave() {
    marks[at]?.removeAttribute("data-at");
    at = -1;
    hide();
  }

  chart.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) point(at + step);
    else if (event.key === "Home") point(0);
    else if (event.key === "End") point(marks.length - 1);
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  chart.addEventListener("blur", leave);
  chart.addEventListener("pointermove", (event) => {
    const mark = event.target.closest(MARKS);
    if (mark) show(mark, event.clientX, event.clientY);
    else hide();
  });
  chart.addEventListener("pointerleave", hide);
}

document.querySelectorAll("[data-chart]").forEach(prepare);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-chart]:not([tabindex])").forEach(prepare));
