// The WebSocket: opens, says what the page has, comes back by itself after every break.

const FIRST = 500; // milliseconds until the first new attempt
const LONGEST = 30000;
const NO_SESSION = 4401;

export class Connection {
  /** `since` gives the last of the bot's messages shown; `on` takes frames, `changed` whether it is up, also when the first attempt fails. */
  constructor(url, { since, on, changed }) {
    Object.assign(this, { url, since, on, changed, tries: 0, up: null });
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.reset());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  open() {
    clearTimeout(this.timer);
    const ws = (this.ws = new WebSocket(this.url));
    ws.onopen = () => ws.send(JSON.stringify({ since: this.since() }));
    ws.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.hello) {
        this.tries = 0;
        this.on(frame);
        this.set(true);
      } else this.on(frame);
    };
    ws.onclose = ({ code }) => this.ws === ws && this.lost(code);
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.up || this.reset(), 15000); // a network that swallows everything
  }

  send(frame) {
    if (this.up) this.ws.send(JSON.stringify(frame));
    return Boolean(this.up);
  }

  /** Gives a connection up that does not answer any more. */
  reset() {
    const ws = this.ws;
    this.lost(0);
    ws?.close();
  }

  /** The network or the reader is back: no need to wait. */
  hurry() {
    if (this.up || this.ws?.readyState === WebSocket.CONNECTING) return;
    this.tries = 0;
    this.open();
  }

  async lost(code) {
    this.ws = null;
    this.set(false);
    clearTimeout(this.timer);
    clearTimeout(this.patience);
    const wait = Math.min(LONGEST, FIRST * 2 ** this.tries++) * (0.6 + 0.4 * Math.random());
    if (code === NO_SESSION) await fetch("/chat", { cache: "no-store" }).catch(() => {}); // brings a new cookie
    if (!this.ws) this.timer = setTimeout(() => this.open(), wait);
  }

  set(up) {
    if (this.up === up) return;
    this.up = up;
    this.changed(up);
  }
}
