// The chat page: joins the connection, the outbox, the log and the composer.

import { upload } from "./attach.js";
import { resume, setUpComposer } from "./composer.js";
import { byId } from "./dom.js";
import { Connection } from "./connection.js";
import { Kept } from "./kept.js";
import { Log } from "./log.js";
import { offline, toast, unopened } from "./notices.js";
import { newKey, Outbox } from "./outbox.js";
import { setUpViewer } from "./viewer.js";
import { demo, lang, now, room, setNow, t } from "./words.js";

const asked = new URLSearchParams(location.search);
const query = new URLSearchParams({ lang, ...(asked.get("as") ? { as: asked.get("as") } : {}) });
const url = `${location.origin.replace(/^http/, "ws")}/chat/ws?${query}`;

const part = asked.get("as") ?? "";
const log = new Log(tap, press);
const connection = new Connection(url, { since: () => (greeted ? log.newest : 0), on: hear, changed });
const outbox = new Outbox(`${room}:${part}`, connection, moved);
const kept = new Kept(room, part);
let start = /^[\w-]{1,64}$/.test(asked.get("start") ?? "") ? `/start ${asked.get("start")}` : "";
const uploads = new Map(); // key → what is on its way up
let greeted = false; // until then all that is shown comes from this device
let recalled = false;
let unseen = 0;
let quiet = 0;
const title = document.title;

/** Sends a text. */
function say(text) {
  put({ text });
}

/** Sends a command that was tapped in a message. */
function tap(command) {
  say(command);
  resume();
}

/** Sends the press of a button. */
function press(data) {
  put({ button: data });
  resume();
}

function put(frame) {
  const item = { id: newKey(), at: now().toISOString(), frame };
  byId("empty").hidden = true;
  show(item);
  submit(item);
  log.toEnd(true);
}

function submit(item) {
  kept.add(messageOf(item));
  outbox.add(item);
}

function show(item) {
  log.add(messageOf(item));
  log.setState(item.id, "sending");
}

const messageOf = ({ id, at, frame, shown }) => ({ key: id, at, text: frame?.text, button: frame?.button, ...shown });

async function give(file) {
  const id = newKey();
  const photo = /^image\/(jpeg|png|webp)$/.test(file.type);
  const local = URL.createObjectURL(file);
  const at = now().toISOString();
  uploads.set(id, { id, at, shown: photo ? { picture: local } : { document: { url: local, name: file.name } } });
  show(uploads.get(id));
  log.toEnd(true);
  const sent = await upload(file, (part) => log.progress(id, part));
  log.progress(id, 1);
  uploads.delete(id);
  if (!sent) return log.remove(id);
  const { ref, url: picture, name } = sent;
  submit({
    id,
    at,
    frame: sent.photo ? { photo: ref } : { document: ref },
    shown: sent.photo ? { picture } : { document: { url: picture, name } },
  });
}

function moved(item, fate) {
  log.setState(item.id, fate);
  if (fate === "failed") kept.remove(item.id);
}

function changed(up) {
  if (up || greeted) offline(!up);
  else {
    unopened();
    byId("wait").hidden = true;
    recall();
  }
  if (up) outbox.next();
  else outbox.broken();
}

/** Shows what this device has kept, until the server tells what there is. */
function recall() {
  if (recalled || greeted || !kept.messages.size) return;
  recalled = true;
  log.clear();
  for (const message of kept.messages.values()) log.add(message, false);
  for (const item of [...outbox.items, ...uploads.values()]) show(item);
  byId("empty").hidden = true;
  byId("log").setAttribute("aria-busy", "false");
  log.follow();
}

function hear(frame) {
  if (frame.hello) greet(frame.hello);
  else if (frame.message) answer(frame.message);
  else if (frame.ack) outbox.acked(frame.ack);
  else if (frame.mine) keep(frame.mine);
  else if (frame.older) older(frame.older);
  else if (frame.typing) typing(true);
  else if (frame.elsewhere) import("./demo.js").then(({ elsewhere }) => elsewhere(frame.elsewhere));
  else if (frame.full !== undefined) wait(frame.full, 0, "notice.full");
  else if (frame.slow !== undefined) wait(frame.slow, frame.after, frame.shared ? "notice.shared" : "notice.slow");
  else if (frame.error) stumble(frame.error, frame.key);
}

function greet({ past, more, reset, now: at }) {
  setNow(at);
  if (reset) {
    log.clear();
    kept.clear();
  }
  greeted = true;
  for (const message of past) log.add(message, false);
  kept.add(...past, ...outbox.items.map(messageOf));
  for (const item of [...outbox.items, ...uploads.values()]) show(item);
  byId("older").hidden = !(more || (!reset && !byId("older").hidden));
  if (start || log.isEmpty) begin();
  byId("empty").hidden = true;
  byId("log").setAttribute("aria-busy", "false");
  typing(false);
  log.follow();
}

/** A deep link, or the first time: the bot speaks first. */
function begin() {
  const text = start || "/start";
  start = "";
  if (asked.has("start")) {
    asked.delete("start");
    history.replaceState(null, "", `/chat?${asked}`.replace(/\?$/, ""));
  }
  put({ text });
}

function answer(message) {
  typing(false);
  if (!keep(message) || !document.hidden) return;
  document.title = `(${++unseen}) ${title}`;
}

function keep(message) {
  kept.add(message);
  return log.add(message, true);
}

function older({ past, more }) {
  log.addBefore(past);
  byId("older").hidden = !more;
  byId("older").disabled = false;
}

function wait(key, seconds, words) {
  if (!key) return void (byId("older").disabled = false); // a question about the past: to be asked again
  toast(t(words));
  outbox.later(key, seconds);
}

function stumble(word, key) {
  if (word === "server" && key) outbox.later(key);
  else if (word === "pages") toast(t("notice.pages"));
  else if (key) {
    toast(t(word === "file" ? "notice.file" : "notice.frame"));
    outbox.refused(key);
  }
}

function typing(is) {
  clearTimeout(quiet);
  byId("typing").hidden = !is;
  if (!is) return;
  log.follow();
  quiet = setTimeout(() => typing(false), 12000);
}

/** iPhones do not make the page smaller when the keyboard comes up, so its height follows what is really seen. */
function fit() {
  const seen = window.visualViewport;
  if (!seen) return;
  const apply = () => {
    byId("app").style.setProperty("--seen", `${seen.height}px`);
    scrollTo(0, 0);
  };
  seen.addEventListener("resize", apply);
}

byId("menu").onclick = () => say("/menu");
byId("help").onclick = () => say(lang === "vi" ? "/trogiup" : "/help");
byId("older").onclick = () => {
  byId("older").disabled = connection.send({ older: log.oldest });
};
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});
setUpComposer(say, give);
setUpViewer();
fit();
if (demo) import("./demo.js").then(({ setUpDemo }) => setUpDemo());
setTimeout(recall, 2000); // a network that swallows everything leaves the page waiting
connection.open();
navigator.serviceWorker
  ?.register(`/chat/sw.js?v=${document.documentElement.dataset.version}`, { scope: "/chat" })
  .catch(() => {}); // a private window may refuse it; the page works without
