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

// A bed that is held: the minutes that are left count down; a fresh page says what is so then.
function countDown() {
  for (const timer of document.querySelectorAll("[data-expires]")) {
    const left = Math.ceil((new Date(timer.dataset.expires) - Date.now()) / 60000);
    if (left > 0) timer.textContent = timer.textContent.replace(/\d+/, left);
  }
}
setInterval(countDown, 20000);

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
