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
  const buttons = steps.map((step) => el("button", { type: "button", onclick: () => move(step) }, t(`demo.${step}`)));
  byId("demo").append(
    el("nav", { className: "people", "aria-label": t("demo.label") }, ...links),
    el("div", { className: "clock", role: "group", "aria-label": t("demo.clock") }, time, ...buttons),
  );
  byId("demo").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  tell(now);
}

/** Another person has got a message. */
export function elsewhere(person) {
  const link = [...byId("demo").querySelectorAll(".person")].find((one) => one.dataset.person === person);
  if (!link || link.querySelector(".dot")) return;
  link.append(el("span", { className: "dot" }, el("span", { className: "aside" }, t("demo.new"))));
}
