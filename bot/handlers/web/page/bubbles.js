// One message as an element: bubble, picture, file, time and state.

import { el, sign } from "./dom.js";
import { linked, nodesOf } from "./markup.js";
import { enlarge } from "./viewer.js";
import { sayTime, t, timeOf } from "./words.js";

/** An address of ours, asked in the name of the person shown. */
export function own(url) {
  const as = new URLSearchParams(location.search).get("as");
  return as && url.startsWith("/") ? `${url}?as=${encodeURIComponent(as)}` : url;
}

/** The element of a message; `say` sends a command that is tapped. */
export function bubble(message, mine, say) {
  const at = new Date(message.at);
  const body = el("div", { className: "bubble" });
  body.append(el("span", { className: "aside" }, `${t(mine ? "log.you" : "log.bot")}: `));
  if (message.picture) body.append(picture(own(message.picture)));
  if (message.document) body.append(paper(message.document));
  if (message.text) body.append(el("div", { className: "text" }, ...(mine ? linked(message.text) : [nodesOf(message.text, say)])));
  const meta = el("span", { className: "meta" }, el("time", { dateTime: at.toISOString() }, timeOf(at)));
  if (message.changed) meta.prepend(el("span", {}, `${t("state.changed", { at: sayTime(new Date(message.changed), at) })} ·`));
  body.append(meta);
  const made = el("div", { className: `msg ${mine ? "mine" : "theirs"}` }, body);
  made.classList.toggle("has-picture", Boolean(message.picture));
  made.classList.toggle("is-bare", Boolean(message.picture) && !message.text);
  made.at = at;
  return made;
}

/** Shows how far one's own message has come: "sending", "sent" or "failed". */
export function setState(made, state) {
  made.dataset.state = state;
  const meta = made.querySelector(".meta");
  meta.querySelector(".state")?.remove();
  const words = t(`state.${state}`);
  const drawn = sign({ sent: "check", sending: "clock", failed: "close" }[state]);
  const shown = state === "sent" ? [drawn, el("span", { className: "aside" }, words)] : [drawn, words];
  meta.append(el("span", { className: "state" }, ...shown));
}

function picture(url) {
  const image = el("img", { src: url, alt: t("picture.alt"), loading: "lazy", decoding: "async" });
  const button = el("button", { type: "button", className: "picture is-loading", "aria-label": t("picture.open") }, image);
  const load = () => (image.src = `${url}${url.includes("?") ? "&" : "?"}again=${Date.now()}`);
  image.onload = () => button.classList.remove("is-loading", "is-broken");
  image.onerror = () => {
    button.classList.replace("is-loading", "is-broken");
    button.dataset.words = t("picture.broken");
  };
  button.onclick = () => (button.classList.contains("is-broken") ? load() : enlarge(image.src));
  return button;
}

function paper({ url, name }) {
  const called = name || t("file.untitled");
  const words = el("span", { className: "words" }, el("strong", {}, called), el("span", {}, t("file.save")));
  return el("a", { className: "paper", href: own(url), download: name || "", title: called }, sign("file"), words);
}
