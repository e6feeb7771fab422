// Enhancement only: every page works without this file.
import { initAll } from "../vendor/nhsuk.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

const value = (row, column) => row.children[column].dataset.value ?? row.children[column].textContent.trim();

function compare(a, b) {
  const [x, y] = [Number(a), Number(b)];
  if (a === "" || b === "") return (a === "") - (b === ""); // nothing known goes last, both ways
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b, "en-GB", { numeric: true }) : x - y;
}

function sort(link) {
  const header = link.closest("th");
  const body = link.closest("table").tBodies[0];
  const descending = header.getAttribute("aria-sort") === "ascending"
    || (header.getAttribute("aria-sort") === "none" && header.classList.contains("wt-number"));
  for (const other of header.parentElement.children) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const column = header.cellIndex;
  const ordered = [...body.rows].sort((a, b) => {
    const [x, y] = [value(a, column), value(b, column)];
    return (descending && x !== "" && y !== "" ? -1 : 1) * compare(x, y);
  });
  body.append(...ordered);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sort]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !link.closest("table").dataset.whole) return;
  event.preventDefault();
  sort(link);
});

// An open menu closes on Escape and when the reader goes elsewhere.
const menus = () => document.querySelectorAll("details.wt-downloads[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
