// The talk on the screen: puts messages in their place, groups them, parts the days, follows the newest.

import { bubble, setState } from "./bubbles.js";
import { choices, goneBy, mark } from "./choices.js";
import { byId, el } from "./dom.js";
import { dayOf, sayDay } from "./words.js";

const TOGETHER = 5 * 60 * 1000; // messages of one side within this time form a group
const GAP = 10; // pixels above an answer longer than the screen

export class Log {
  /** `say` sends a text, `press` a button. */
  constructor(say, press) {
    this.box = byId("log");
    this.scroll = byId("scroll");
    this.own = new Map(); // key → element (or null for what is not shown)
    this.bots = new Map(); // id → element
    this.newest = 0; // the highest number of a message or a change
    this.oldest = 0;
    Object.assign(this, { say, press });
    this.follows = true;
    this.top = 0;
    this.answer = null; // the bot's message that came last, of which the beginning is to be seen
    this.scroll.addEventListener("scroll", () => this.look(), { passive: true });
    new ResizeObserver(() => this.follow()).observe(this.box);
    new ResizeObserver(() => this.follow()).observe(this.scroll);
    byId("newest").onclick = () => this.toEnd(true);
  }

  /** Forgets everything shown. */
  clear() {
    this.box.replaceChildren();
    this.own.clear();
    this.bots.clear();
    this.newest = this.oldest = 0;
  }

  get isEmpty() {
    return !this.bots.size && !this.own.size;
  }

  /** Adds one message at the end; returns its element, or null where it is known or not shown. */
  add(message, live) {
    const made = this.make(message, this.box, live === false);
    if (!made) return null;
    this.box.append(made);
    this.part(made);
    this.group(made);
    if (!live || !made.matches(".theirs")) return made;
    made.classList.add("is-new");
    this.answer = made;
    if (!this.follows) byId("newest").hidden = false;
    return made;
  }

  /** Adds an older page above, without moving what is being read. */
  addBefore(past) {
    const height = this.scroll.scrollHeight - this.scroll.scrollTop;
    const page = el("div");
    for (const message of past) {
      const made = this.make(message, page, true);
      if (made) page.append(made);
    }
    goneBy(page);
    this.box.prepend(...page.children);
    for (const day of this.box.querySelectorAll(".day")) day.remove();
    for (const made of [...this.box.children]) {
      this.part(made);
      this.group(made);
    }
    this.scroll.scrollTop = this.scroll.scrollHeight - height;
  }

  /** The element of a message that is not known yet; `page` holds the messages before it. `past`: not of this moment. */
  make(message, page, past) {
    if (!message.id) return this.own.has(message.key) ? null : this.makeOwn(message, page, past);
    const { id, change = 0 } = message;
    this.newest = Math.max(this.newest, id, change);
    if (this.bots.has(id)) return this.change(this.bots.get(id), message);
    if (change && page === this.box && id < this.oldest) return null; // it stands among what was not asked for yet
    const made = bubble(message, false, this.say);
    made.change = change;
    if (message.buttons?.length) made.append(this.choices(made, message));
    this.bots.set(id, made);
    this.oldest = Math.min(this.oldest || id, id);
    return made;
  }

  /** What a message says now, in its place; null, for nothing is to be added. */
  change(made, message) {
    if (!(message.change > made.change)) return null;
    const fresh = bubble({ ...message, at: made.at }, false, this.say);
    if (message.buttons?.length) fresh.append(this.choices(fresh, message));
    made.replaceChildren(...fresh.children);
    for (const name of ["has-picture", "is-bare"]) made.classList.toggle(name, fresh.classList.contains(name));
    made.classList.remove("is-new");
    made.classList.add("is-changed");
    made.change = message.change;
    for (const each of [made, made.nextElementSibling]) if (each?.at) this.group(each);
    return null;
  }

  choices(made, { buttons, changed }) {
    return choices(made.querySelector(".text")?.textContent ?? "", buttons, this.press, changed);
  }

  makeOwn(message, page, past) {
    goneBy(page);
    const hidden = message.button !== undefined || /^\/start\b/.test(message.text ?? "");
    const made = hidden ? null : bubble(message, true);
    const pressed = () => mark(page, message.button, past ? new Date(message.at) : null);
    this.own.set(message.key, message.button === undefined ? made : pressed());
    if (made) setState(made, "sent");
    return made;
  }

  /** Sets how far one's own message has come. */
  setState(key, state) {
    const made = this.own.get(key);
    if (!made) return;
    if (made.matches(".choice")) made.classList.toggle("is-sending", state === "sending");
    else setState(made, state);
  }

  /** Shows how much of a file has gone up, 0…1. */
  progress(key, part) {
    const made = this.own.get(key);
    made?.classList.toggle("is-uploading", part < 1);
    made?.style.setProperty("--done", part);
  }

  /** Takes one's own message away again. */
  remove(key) {
    const made = this.own.get(key);
    this.own.delete(key);
    if (made?.matches(".msg")) made.remove();
  }

  /** Puts a day's name above its first message. */
  part(made) {
    if (!made.at) return;
    let before = made.previousElementSibling;
    while (before && !before.at) before = before.previousElementSibling;
    if (before && dayOf(before.at) === dayOf(made.at)) return;
    made.before(el("h2", { className: "day" }, el("span", {}, sayDay(made.at))));
  }

  /** Joins a message to the one before where both belong together. */
  group(made) {
    const before = made.previousElementSibling;
    const side = made.matches(".mine") ? ".mine" : ".theirs";
    const joined = Boolean(before?.matches(side) && made.at - before.at < TOGETHER && !before.querySelector(".choices"));
    made.classList.toggle("is-first", !joined);
    made.classList.add("is-last");
    if (joined) before.classList.remove("is-last");
  }

  look() {
    const { scrollTop: top, scrollHeight, clientHeight } = this.scroll;
    if (scrollHeight - top - clientHeight < 80) this.follows = true;
    else if (top < this.top) this.follows = false; // only who scrolls up wants to stay
    this.top = top;
    if (this.follows) byId("newest").hidden = true;
  }

  follow() {
    if (!this.follows) return;
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    const begins = this.answer?.isConnected ? this.beginOf(this.answer) + scrollTop - GAP : Infinity;
    this.scroll.scrollTo({ top: Math.min(scrollHeight - clientHeight, begins), behavior: "instant" });
  }

  beginOf(made) {
    return made.getBoundingClientRect().top - this.scroll.getBoundingClientRect().top;
  }

  /** Goes to the newest message. */
  toEnd(gently) {
    const still = !gently || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: still ? "instant" : "smooth" });
    this.answer = null;
    this.follows = true;
    byId("newest").hidden = true;
  }
}
