// A card whose answer says what it shows: it is made again when an answer has another shape.

import { Card } from './card.js';
import { kindOf } from './cards/shaped.js';
import { element } from './dom.js';

const WAITING = { columns: [], shape: '', size: 'half', answer: () => '' };

export class ShapedCard {
  node;
  #title;
  #none;
  #question;
  #card;
  #shape;
  #holds;

  /** `none` is the sentence for an answer without rows, if it is not the usual one. */
  constructor({ id, question, title, none }) {
    this.id = id;
    this.#question = question;
    this.#title = title;
    this.#none = none;
    this.#make(WAITING);
  }

  get inView() {
    return this.#card.inView;
  }

  show(answer, view) {
    const kind = kindOf(answer, this.#holds);
    // An answer without rows has no shape, so it takes that of the card that is there.
    const isShaped = answer.rows.length > 0 || this.#shape === WAITING.shape;
    if (isShaped && kind.shape !== this.#shape) this.#make(this.#none ? { ...kind, none: this.#none } : kind);
    this.#card.show(answer, view);
  }

  redraw(changes) {
    this.#card.redraw(changes);
  }

  wait() {
    this.#card.wait();
  }

  fail(sentence) {
    this.#card.fail(sentence);
  }

  close() {
    this.#card.close();
    this.node.remove();
  }

  #make(kind) {
    const before = this.node;
    this.node = element('section', { class: `card ${kind.size}`, id: this.id, 'data-asks': this.#question }, element('h3', {}, this.#title));
    this.#card?.close();
    this.#card = new Card(this.node, kind);
    this.#shape = kind.shape;
    this.#holds = kind.holds;
    before?.replaceWith(this.node);
  }
}
