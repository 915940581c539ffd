// The last messages of this chat, kept on the device: opened without a signal, the page is not empty.

import { notesFrom, readNote, writeNote } from "./notes.js";

const MOST = 40; // messages
const LONGEST = 7 * 864e5; // milliseconds since the chat was last seen here

const nameOf = ({ id, key }) => id || key;

export class Kept {
  /** `room` is whose chats these are, `part` which of them; what somebody else left on this device is deleted. */
  constructor(room, part) {
    this.name = `shown:${room}:${part}`;
    for (const name of notesFrom("shown:")) {
      if (!name.startsWith(`shown:${room}:`) || !(readNote(name)?.until > Date.now())) writeNote(name, null);
    }
    const last = readNote(this.name)?.messages ?? [];
    this.messages = new Map(last.map((message) => [nameOf(message), message]));
  }

  /** The talk begins anew: nothing of before is kept. */
  clear() {
    this.messages.clear();
    writeNote(this.name, null);
  }

  /** Keeps what is shown now; a changed message stays where it stood. */
  add(...messages) {
    for (const message of messages) {
      const known = this.messages.has(nameOf(message));
      if (message.change && !known && message.id < this.newest) continue; // it stands above all that is kept
      this.messages.set(nameOf(message), message);
    }
    this.messages = new Map([...this.messages].slice(-MOST));
    this.note();
  }

  /** One's own message came to nothing. */
  remove(key) {
    if (this.messages.delete(key)) this.note();
  }

  note() {
    writeNote(this.name, { until: Date.now() + LONGEST, messages: [...this.messages.values()] });
  }

  get newest() {
    return Math.max(0, ...[...this.messages.values()].map(({ id }) => id ?? 0));
  }
}
