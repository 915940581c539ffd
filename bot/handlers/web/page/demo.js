// The demonstration's bar: who one is, and the clock that can be moved.

import { byId, el } from "./dom.js";
import { toast } from "./notices.js";
import { lang, sayMoment, setNow, t } from "./words.js";

/** Builds the bar; it is there only in a demonstration. */
export async function setUpDemo() {
  const { people, steps, now } = await (await fetch(`/chat/demo?lang=${lang}`)).json();
  const current = new URLSearchParams(location.search).get("as") || people[0].key;
  const links = people.map(({ key, label }) => {
    const link = el("a", { className: "person", href: `/chat?as=${encodeURIComponent(key)}` }, label);
    link.dataset.person = key;
    if (key === current) link.setAttribute("aria-current", "page");
    return link;
  });
  const time = el("time", {});
  const tell = (at) => {
    setNow(at);
    time.textContent = sayMoment(new Date(at));
  };
  const move = async (to) => {
    const answer = await fetch("/chat/demo/clock", { method: "POST", body: JSON.stringify({ to }) }).catch(() => null);
    if (answer?.ok) tell((await answer.json()).now);
    else toast(t("demo.failed"));
  };
  const clock = el("details", { className: "clock" });
  const buttons = steps.map((step) =>
    el("button", { type: "button", onclick: () => ((clock.open = false), move(step)) }, t(`demo.${step}`)),
  );
  const name = people.find(({ key }) => key === current)?.label ?? "";
  const whom = el("details", { className: "people" });
  whom.append(
    el("summary", { title: t("demo.label") }, name),
    el("nav", { className: "panel", "aria-label": t("demo.label") }, ...links),
  );
  clock.append(
    el("summary", { title: t("demo.clock") }, time),
    el("div", { className: "panel", role: "group", "aria-label": t("demo.clock") }, ...buttons),
  );
  byId("demo").append(whom, clock);
  whom.addEventListener("toggle", () => whom.open && (clock.open = false));
  clock.addEventListener("toggle", () => clock.open && (whom.open = false));
  document.addEventListener("click", (event) => byId("demo").contains(event.target) || (whom.open = clock.open = false));
  tell(now);
}

/** Another person has got a message. */
export function elsewhere(person) {
  const link = [...byId("demo").querySelectorAll(".person")].find((one) => one.dataset.person === person);
  if (!link || link.querySelector(".dot")) return;
  const dot = () => el("span", { className: "dot" }, el("span", { className: "aside" }, t("demo.new")));
  link.append(dot());
  const summary = byId("demo").querySelector(".people summary");
  if (!summary.querySelector(".dot")) summary.append(dot());
}
