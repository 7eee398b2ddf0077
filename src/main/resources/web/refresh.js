// Asks again and again what is shown: what is due, at most four at a time (and what tells why the others do not answer
// beside them), and what is out of view only once.

import { NoAnswer } from './questions.js';

const MOST_AT_A_TIME = 4;

/**
 * One thing that is asked for: `ask(signal)` promises the answer, `seconds()` is how long it stays good, `inView()`
 * whether somebody can see it, `wanted()` whether it is asked at all, `waitsForNone` whether it is asked however many are, `answered(answer)` and `failed(error)` are told what came.
 */
export class Refresher {
  #sources = [];
  #inFlight = 0;
  #rests;

  /** @param rests whether only what has no answer yet is asked for */
  constructor({ rests }) {
    this.#rests = rests;
  }

  /** @return what `drop` takes */
  add(source) {
    const added = { inView: () => true, wanted: () => true, ...source, dueAt: 0, missing: true, aborter: null };
    this.#sources.push(added);
    return added;
  }

  /** Never to be asked again; nobody is told what is on its way. */
  drop(source) {
    this.#sources = this.#sources.filter((other) => other !== source);
    source.aborter?.abort();
  }

  /** All that is shown is for another range or filter: ask for everything, and forget what is on its way. */
  restart() {
    for (const source of this.#sources) {
      source.aborter?.abort();
      Object.assign(source, { dueAt: 0, missing: true });
    }
  }

  /** To be called often; does nothing unless something is due. */
  tick() {
    const now = performance.now();
    const due = this.#sources.filter((source) => !source.aborter && source.dueAt <= now && source.wanted()
      && (source.missing || (source.inView() && !this.#rests())));
    for (const source of due.filter(({ waitsForNone }) => waitsForNone)) this.#ask(source);
    const others = due.filter(({ waitsForNone }) => !waitsForNone);
    others.sort((a, b) => Number(b.inView()) - Number(a.inView()) || Number(b.missing) - Number(a.missing));
    for (const source of others.slice(0, Math.max(0, MOST_AT_A_TIME - this.#inFlight))) this.#ask(source);
  }

  async #ask(source) {
    const aborter = new AbortController();
    source.aborter = aborter;
    this.#inFlight += source.waitsForNone ? 0 : 1;
    try {
      const answer = await source.ask(aborter.signal);
      if (aborter.signal.aborted) return;
      source.missing = false;
      source.dueAt = performance.now() + source.seconds() * 1000;
      source.answered(answer);
    } catch (error) {
      if (aborter.signal.aborted) return;
      if (!(error instanceof NoAnswer)) {
        reportError(error); // a fault of the page, and not of what it asks; see fault.js
        source.dueAt = performance.now() + Math.max(5, source.seconds()) * 1000;
        return;
      }
      source.missing = true; // also out of view: what has failed has to be well again before the banner goes
      source.dueAt = performance.now() + Math.max(5, source.seconds()) * 1000;
      source.failed(error);
    } finally {
      this.#inFlight -= source.waitsForNone ? 0 : 1;
      source.aborter = null;
      this.tick();
    }
  }
}
