// Small words at the edge: a toast that goes away, the banner while there is no connection, copying.

import { byId } from "./dom.js";
import { t } from "./words.js";

let timer = 0;

/** Shows one sentence for a few seconds. */
export function toast(words) {
  const box = byId("toast");
  box.textContent = words;
  box.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => box.classList.remove("is-shown"), 2500 + 40 * words.length);
}

let late = 0;

/** Says at once that the page was opened without a connection. */
export function unopened() {
  byId("banner").textContent = t("notice.unopened");
}

/** Shows or hides the banner; a connection that is back within two seconds was not worth a word. */
export function offline(is) {
  clearTimeout(late);
  if (is) late = setTimeout(() => (byId("banner").textContent = t("notice.offline")), navigator.onLine ? 2000 : 0);
  else byId("banner").textContent = "";
}

/** Puts text into the clipboard and says so. */
export async function copy(text) {
  const done = (await byClipboard(text)) || bySelection(text);
  toast(t(done ? "copy.done" : "copy.failed", { text }));
}

async function byClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or the page is not on https: then by selection
  }
}

function bySelection(text) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.className = "aside";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}
