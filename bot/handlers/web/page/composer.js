// Where one writes: grows with the text, Enter sends, Shift+Enter begins a new line, pictures can be pasted.

import { byId } from "./dom.js";
import { toast } from "./notices.js";
import { sayNumber, t } from "./words.js";

const LONGEST = 4000; // letters the server takes in one message

/** Puts the cursor back where one writes, unless that would raise a phone's keyboard. */
export function resume() {
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) byId("text").focus({ preventScroll: true });
}

/** `say` takes a text, `give` a file. */
export function setUpComposer(say, give) {
  const text = byId("text");
  const form = byId("composer");
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    form.classList.toggle("has-text", Boolean(text.value.trim()));
  };
  const send = () => {
    const said = text.value.trim();
    if (tooLong(said)) return;
    if (said) say(said);
    text.value = "";
    grow();
    text.focus();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    send();
  };
  text.oninput = ({ inputType }) => {
    grow();
    if (inputType === "insertFromPaste") tooLong(text.value.trim());
  };
  text.onkeydown = (event) => {
    // While a Vietnamese keyboard is composing, Enter ends the word and must not send it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  text.onpaste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    files.forEach(give);
  };
  byId("attach").onclick = () => byId("file").click();
  byId("file").onchange = () => {
    [...byId("file").files].forEach(give);
    byId("file").value = "";
  };
  grow();
  resume();
}

/** Says so where a text is longer than what can be sent; nothing of it is cut. */
function tooLong(said) {
  const length = [...said].length;
  if (length > LONGEST) toast(t("compose.long", { length: sayNumber(length), longest: sayNumber(LONGEST) }));
  return length > LONGEST;
}
