// Light markup → nodes: <b>, <i>, <code> and five entities are understood, everything else is text.

import { el } from "./dom.js";
import { copy } from "./notices.js";
import { t } from "./words.js";

const TAG = /<(\/?)(b|i|code)>/g;
const ENTITY = /&(amp|lt|gt|quot|#39);/g;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const LINK =
  /(https?:\/\/[^\s<>"]+)|(^|[\s(])(\/[a-z_]{2,24})(?![\w/])|(^|[\s(:])((?:\+84[ .]?[1-9]|0[1-9])(?:[ .]?\d){8,9})(?![ .]?\d)/gi;

/** The nodes of a text of the bot; `say` sends a command the person taps. */
export function nodesOf(text, say) {
  const top = document.createDocumentFragment();
  const open = [top];
  let at = 0;
  const plain = (piece) => {
    if (!piece) return;
    const words = piece.replace(ENTITY, (_, name) => ENTITIES[name]);
    const into = open[open.length - 1];
    into.append(...(into.nodeName === "CODE" ? [words] : linked(words, say)));
  };
  for (const tag of text.matchAll(TAG)) {
    plain(text.slice(at, tag.index));
    at = tag.index + tag[0].length;
    const name = tag[2];
    if (!tag[1]) open.push(el(name));
    else if (open.length > 1 && open[open.length - 1].localName === name) close(open);
  }
  plain(text.slice(at));
  while (open.length > 1) close(open);
  return top;
}

function close(open) {
  const done = open.pop();
  const into = open[open.length - 1];
  into.append(done.localName === "code" && done.textContent.trim() ? copyable(done) : done);
}

function copyable(code) {
  const text = code.textContent;
  const label = t("copy.do", { text });
  return el("button", { type: "button", className: "copy", title: label, "aria-label": label, onclick: () => copy(text) }, code);
}

/** The nodes of plain text: web addresses become links; commands such as /menu, and phone numbers, can be tapped. */
export function linked(text, say) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const isLink = Boolean(found[1]);
    if (!isLink && !say) continue;
    const word = isLink ? found[1].replace(/[.,;:!?)\]}'…]+$/, "") : (found[3] ?? found[5]);
    const begins = found.index + (found[2] ?? found[4] ?? "").length;
    nodes.push(text.slice(at, begins));
    at = begins + word.length;
    nodes.push(
      isLink
        ? el("a", { href: word, target: "_blank", rel: "noopener noreferrer nofollow" }, word)
        : found[5]
          ? el("a", { href: `tel:${word.replace(/[ .]/g, "")}` }, word)
          : el("button", { type: "button", className: "command", onclick: () => say(word) }, word),
    );
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}
