// The live stream: one connection, which stands while the page is seen and is not paused.

const SILENT_AFTER_MS = 6000;
const LONGEST_WAIT_MS = 30000;

export class Live {
  #source = null;
  #path = '';
  #heardAt = 0;
  #reopenAt = Infinity;
  #waitMs = 1000;
  #listener;

  /** The listener has `answer(answer)`, `problem({name, error, status})` and `away(sentence | null)`. */
  constructor(listener) {
    this.#listener = listener;
  }

  open(query) {
    this.close();
    this.#path = `api/live${query ? `?${query}` : ''}`;
    this.#heardAt = performance.now();
    this.#connect();
  }

  close() {
    this.#source?.close();
    this.#source = null;
    this.#reopenAt = Infinity;
  }

  /** To be called each second: says that the stream is silent, and connects again after a failure. */
  tick() {
    const now = performance.now();
    if (!this.#source && this.#reopenAt === Infinity) return;
    if (now - this.#heardAt > SILENT_AFTER_MS) {
      this.#listener.away('The live connection is away: tiles and newest events stand still until it is back.');
      if (this.#source && now - this.#heardAt > LONGEST_WAIT_MS && this.#reopenAt === Infinity) this.#connectLater();
    }
    if (now >= this.#reopenAt) this.#connect();
  }

  #connect() {
    this.#source?.close();
    this.#reopenAt = Infinity;
    const source = new EventSource(this.#path);
    this.#source = source;
    source.addEventListener('answer', (event) => {
      this.#heard();
      this.#listener.answer(JSON.parse(event.data));
    });
    source.addEventListener('problem', (event) => {
      this.#heard();
      const problem = JSON.parse(event.data);
      this.#listener.problem(problem);
    });
    // The browser connects again by itself after a broken connection, but not after an answer with an error status.
    source.addEventListener('error', () => {
      if (source === this.#source && source.readyState === EventSource.CLOSED) this.#connectLater();
    });
  }

  #connectLater() {
    this.#source?.close();
    this.#source = null;
    this.#reopenAt = performance.now() + this.#waitMs;
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
  }

  #heard() {
    this.#heardAt = performance.now();
    this.#waitMs = 1000;
    this.#listener.away(null);
  }
}
