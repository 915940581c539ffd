// Where one writes: grows with the text, Enter sends, Shift+Enter begins a new line, pictures can be pasted.

import { byId } from "./dom.js";

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
    if (said) say(said);
    text.value = "";
    grow();
    text.focus();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    send();
  };
  text.oninput = grow;
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
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) text.focus(); // on a phone it would raise the keyboard
}
