/* The little that pages do beyond HTML and htmx; everything works without it. */
"use strict";

// A form that came back with faults: the summary tells what is wrong, so it gets the focus.
function focusOnWhatMatters(within) {
  const summary = within.querySelector("[data-focus]");
  if (summary) summary.focus();
}

document.addEventListener("DOMContentLoaded", () => focusOnWhatMatters(document));
document.addEventListener("htmx:afterSettle", (event) => focusOnWhatMatters(event.target));

// A second click while the answer is under way would send the act twice.
document.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (!pressed || event.defaultPrevented) return;
  if (pressed.getAttribute("aria-busy") === "true") event.preventDefault();
  pressed.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const pressed of document.querySelectorAll("[aria-busy]")) pressed.removeAttribute("aria-busy");
});

// A bed that is held: the minutes that are left count down from what the service said, whatever the
// clock of this machine says; a fresh page tells what became of it.
const loadedAt = Date.now();
const ends = new WeakMap();
function countDown() {
  // A machine that slept stops the first of the two; a clock that is set back stops the second.
  // Whole milliseconds: of parts of seconds a sum can be a hair more, and a full hour be 61 minutes.
  const elapsed = Math.round(Math.max(performance.now(), Date.now() - loadedAt));
  for (const timer of document.querySelectorAll("[data-seconds-left]")) {
    if (!ends.has(timer)) ends.set(timer, elapsed + 1000 * timer.dataset.secondsLeft);
    const left = Math.ceil((ends.get(timer) - elapsed) / 60000);
    if (left > 0) {
      timer.textContent = timer.textContent.replace(/\d+/, left);
    } else if (timer.textContent !== timer.dataset.over) {
      timer.setAttribute("role", "status"); // a timer is not read aloud, that it is over is
      timer.textContent = timer.dataset.over;
    }
  }
}
document.addEventListener("DOMContentLoaded", countDown);
document.addEventListener("htmx:afterSettle", countDown);
setInterval(countDown, 5000);

// A group of the menu lies over the page: it folds away with Escape, or once somebody is elsewhere.
function foldMenu(except) {
  for (const group of document.querySelectorAll("nav details[open]")) {
    if (!group.contains(except)) group.open = false;
  }
}
document.addEventListener("click", (event) => foldMenu(event.target));
document.addEventListener("focusin", (event) => foldMenu(event.target));
document.addEventListener("keydown", (event) => {
  const group = event.key === "Escape" && document.querySelector("nav details[open]");
  if (!group) return;
  const inside = group.contains(document.activeElement);
  group.open = false;
  if (inside) group.querySelector("summary").focus();
});
