// The buttons under a message: the pressed one stays marked, those of questions gone by step back but still work.
// Those of a message that was changed are always of now. Old ones can be read and tapped, but Tab passes them by.

import { el, sign } from "./dom.js";
import { t } from "./words.js";

/** The buttons under what is asked, a group of its name; `press` is told (data, label). `changed`: since when they are there. */
export function choices(asked, buttons, press, changed) {
  const group = el("div", { className: "choices", role: "group", "aria-label": questionIn(asked) });
  if (changed) {
    group.since = new Date(changed);
    group.classList.add("is-living");
  }
  const longest = Math.max(...buttons.map(({ label }) => [...label].length));
  if (longest > 22) group.classList.add("is-long");
  for (const { label, data } of buttons) {
    const button = el("button", { type: "button", className: "choice" }, el("span", {}, label));
    button.dataset.data = data;
    button.onclick = () => press(data, label);
    group.append(button);
  }
  return group;
}

/** The line of a text that asks: a whole one would be read out twice. */
function questionIn(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.filter((line) => line.trim().endsWith("?")).pop() ?? lines.pop() ?? t("choice.label");
}

/** Marks the newest button with this data as pressed, of those there were then (now, without `at`); or gives null. */
export function mark(log, data, at) {
  for (const group of [...log.querySelectorAll(".choices")].reverse()) {
    if (at && group.since > at) continue;
    const button = [...group.children].find((child) => child.dataset.data === data);
    if (!button) continue;
    for (const other of group.children) {
      other.classList.remove("is-pressed");
      other.removeAttribute("aria-pressed");
      other.querySelector(".done")?.remove();
    }
    button.classList.add("is-pressed");
    button.setAttribute("aria-pressed", "true");
    button.prepend(el("span", { className: "done" }, sign("check"), el("span", { className: "aside" }, t("choice.chosen"))));
    return button;
  }
  return null;
}

/** The person has answered: the questions so far are gone by. */
export function goneBy(log) {
  for (const group of log.querySelectorAll(".choices:not(.is-old, .is-living)")) {
    group.classList.add("is-old");
    for (const button of group.children) button.tabIndex = -1;
  }
}
