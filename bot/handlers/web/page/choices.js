// The buttons under a message: the pressed one stays marked, those of questions gone by step back but still work.

import { el, sign } from "./dom.js";
import { t } from "./words.js";

/** The group of buttons under a message; `press` is told (data, label). */
export function choices(buttons, press) {
  const group = el("div", { className: "choices", role: "group" });
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

/** Marks the newest button with this data as pressed; returns it, or null. */
export function mark(log, data) {
  for (const group of [...log.querySelectorAll(".choices")].reverse()) {
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
  for (const group of log.querySelectorAll(".choices:not(.is-old)")) group.classList.add("is-old");
}
