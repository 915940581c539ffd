// What the person has said and the server has not yet confirmed: kept on the device, sent one after the other.

import { readNote, writeNote } from "./notes.js";

const ANSWER = 10000; // milliseconds to wait for a confirmation before the connection counts as dead

/** A key that no other message has. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  /** `connection` sends; `moved` is told (item, "sent" | "failed") when a message's fate is known. */
  constructor(room, connection, moved) {
    Object.assign(this, { name: `unsent:${room}`, connection, moved, under: null, tries: 0 });
    this.items = this.kept();
  }

  /** Adds {id, at, frame: {text | button | photo | document}, shown}; it is safe on the device when this returns. */
  add(item) {
    this.items.push(item);
    this.keep([...this.kept(), item]);
    this.next();
  }

  /** Sends the first unsent message, if none is on its way. */
  next() {
    if (this.under || !this.items.length) return;
    const { id, frame } = this.items[0];
    if (!this.connection.send({ id, ...frame })) return;
    this.under = id;
    this.timer = setTimeout(() => this.connection.reset(), ANSWER);
  }

  /** The connection broke: what was on its way will be sent again. */
  broken() {
    clearTimeout(this.timer);
    this.under = null;
  }

  /** The server has it. */
  acked(key) {
    this.tries = 0;
    this.drop(key, "sent");
  }

  /** The server cannot use it: sending it again would not help. */
  refused(key) {
    this.drop(key, "failed");
  }

  /** The server is busy, or it came too soon: again after `seconds`, or ever later. */
  later(key, seconds = 0) {
    if (key !== this.under) return;
    clearTimeout(this.timer);
    const wait = seconds * 1000 || Math.min(20000, 400 * 2 ** this.tries++) * (0.7 + 0.6 * Math.random());
    this.timer = setTimeout(() => {
      this.under = null;
      this.next();
    }, wait);
  }

  drop(key, fate) {
    const item = this.items.find(({ id }) => id === key);
    if (item) this.moved(item, fate);
    this.items = this.items.filter((item) => item.id !== key);
    this.keep(this.kept().filter((item) => item.id !== key));
    if (key === this.under) this.broken();
    this.next();
  }

  kept() {
    return readNote(this.name) ?? [];
  }

  keep(items) {
    writeNote(this.name, items.length ? items : null);
  }
}
