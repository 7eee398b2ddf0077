// The frame of a card: its answer in a sentence, as charts, and as a table. What each card shows is in cards/.

import { toggleFilter } from './address.js';
import { Chart } from './charts/chart.js';
import { element, setOrHide, setText } from './dom.js';
import { exactInZone, inUtc, minuteInZone, minutesText, momentInZone } from './format.js';
import { Table } from './table.js';

/** A window that ends so long before the answer is of a stream that stands still, or of a backlog. */
const BEHIND_MS = 150000;

const FILTER_NAMES = { device: 'device', category: 'category', event_type: 'event type', film: 'film' };

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) entry.target.dispatchEvent(new CustomEvent('seen', { detail: entry.isIntersecting }));
}, { rootMargin: '200px' });

/** Charts that nobody sees yet are drawn so much later, when the first screen is there. */
const OUT_OF_VIEW_MS = 2000;

export class Card {
  inView = false;
  kind;
  #node;
  #charts;
  #table;
  #parts;
  #shown = null;
  #view = null;
  #dirty = false;
  #goodAt = null;
  #closed = false;

  constructor(node, kind) {
    this.#node = node;
    this.kind = kind;
    const title = node.querySelector('h3');
    title.id = `${node.id}-title`;
    node.setAttribute('aria-labelledby', title.id);
    this.#table = new Table(title.textContent, kind.columns, toggleFilter);
    this.#parts = this.#build(title);
    this.#table.watch();
    this.#charts = this.#parts.charts.map((box) => new Chart(box, toggleFilter));
    node.addEventListener('seen', ({ detail }) => {
      this.inView = detail;
      if (this.#dirty) this.#draw();
    });
    seen.observe(node);
  }

  #build(title) {
    const kind = this.kind;
    const parts = {
      span: element('span', { class: 'span' }),
      answer: element('p', { class: 'answer' }, 'Asking …'),
      charts: (kind.charts ?? []).map(() => element('div', { class: 'chart', role: 'img', 'aria-label': title.textContent })),
      empty: element('p', { class: 'empty', hidden: true }, 'Nothing to draw.'),
      note: element('p', { class: 'note' }),
      asOf: element('span', { class: 'as-of' }),
      notBy: element('span', { class: 'not-by' }),
      problem: element('p', { class: 'problem', hidden: true }),
    };
    const head = element('div', { class: 'card-head' });
    const buttons = this.#node.querySelectorAll('button');
    title.replaceWith(head);
    head.append(title, ...buttons, parts.span);
    this.#node.classList.add(kind.charts ? 'drawn' : 'listed');
    this.#node.classList.toggle('captioned', Boolean(kind.captions));
    const scroll = element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title.textContent}: numbers` }, this.#table.node);
    const boxes = parts.charts.map((box, i) => element('figure', {},
      ...(kind.captions ? [element('figcaption', {}, kind.captions[i])] : []), box));
    const picture = element('div', { class: 'picture' }, ...boxes, ...(kind.charts ? [] : [scroll]), parts.empty);
    this.#node.append(parts.answer, picture, parts.problem,
      element('div', { class: 'foot' }, parts.note, element('p', { class: 'small' }, parts.asOf, parts.notBy)));
    if (kind.charts) {
      const numbers = element('details', {}, element('summary', {}, 'The numbers as a table',
        element('span', { class: 'unseen' }, `: ${title.textContent}`)), scroll);
      numbers.addEventListener('toggle', () => this.#node.classList.toggle('opened', numbers.open));
      this.#node.append(numbers);
    }
    return parts;
  }

  /** `view` is {look, state, notBy, step, mayGrow}: how to draw it, and what it was asked. */
  show(answer, view) {
    this.#goodAt = Date.now();
    this.#shown = answer;
    this.#view = view;
    this.#node.classList.remove('stale');
    this.#busy(false);
    setOrHide(this.#parts.problem, null);
    this.#draw();
  }

  /** Shows the last answer again: in other colours, or with times of another zone. */
  redraw(changes) {
    if (!this.#shown) return;
    this.#view = { ...this.#view, ...changes };
    this.#draw();
  }

  /** What it shows is of another range or filter, until the new answer is there. */
  wait() {
    this.#busy(true);
  }

  /** Keeps the last picture, and says that it is the last one. */
  fail(sentence) {
    this.#node.classList.add('stale');
    this.#busy(false);
    setOrHide(this.#parts.problem,
      this.#goodAt ? `${sentence} This is the answer of ${momentInZone(this.#goodAt)}.` : sentence);
    if (!this.#goodAt) setText(this.#parts.answer, 'There is no answer yet.');
  }

  /** Its node goes. */
  close() {
    seen.unobserve(this.#node);
    this.#closed = true;
    this.#table.close();
    for (const chart of this.#charts) chart.close();
  }

  #busy(isBusy) {
    this.#node.setAttribute('aria-busy', String(isBusy));
  }

  /** What is out of view is drawn once, its charts after the first screen, and again when it is seen. */
  #draw() {
    this.#dirty = !this.inView;
    if (this.inView) {
      this.#drawAll();
    } else if (!this.#node.dataset.drawn) {
      this.#drawWords();
      setTimeout(() => this.#drawAll(), OUT_OF_VIEW_MS);
    }
  }

  #drawAll() {
    if (this.#closed) return;
    this.#drawWords();
    if (this.#isEmpty()) return;
    const view = this.#answered();
    this.#charts.forEach((chart, i) => chart.draw(this.kind.charts[i](this.#shown.rows, view)));
  }

  #drawWords() {
    this.#node.dataset.drawn = 'yes';
    const { rows, note } = this.#shown;
    const view = this.#answered();
    const empty = this.#isEmpty();
    const sentence = empty ? emptySentence(view, this.kind) : this.kind.answer(rows, view);
    setText(this.#parts.answer, sentence);
    this.#parts.empty.hidden = !empty || this.#charts.length === 0;
    this.#node.classList.toggle('nothing', empty);
    setText(this.#parts.note, note ?? '');
    this.#drawFoot(view);
    this.#table.show(rows, view.state);
    this.#parts.charts.forEach((box, i) => {
      const caption = this.kind.captions?.[i];
      box.setAttribute('aria-label', caption ? `${caption}. ${sentence}` : sentence);
    });
  }

  #isEmpty() {
    const { rows } = this.#shown;
    return this.kind.isEmpty?.(rows) ?? rows.length === 0;
  }

  #answered() {
    return { ...this.#view, answer: this.#shown };
  }

  #drawFoot({ answer, notBy }) {
    const { minutes: asked, days, now } = answer.parameters ?? {};
    const minutes = asked ?? (days ? 1440 * days : 0);
    const until = now ? ` until ${minuteInZone(Date.parse(now) + 60000)}` : '';
    setText(this.#parts.span, minutes ? `${minutesText(Number(minutes))}${until}` : '');
    setText(this.#parts.asOf, asOf(answer, this.kind.what));
    this.#parts.asOf.title = answer.asOf ? inUtc(answer.askedAt ?? answer.asOf) : '';
    setText(this.#parts.notBy, notBy?.length ? `Not by ${notBy.map((name) => FILTER_NAMES[name]).join(', ')}` : '');
  }
}

/** When it was asked; and until when the clicks (or `what` it is about) were then, if that is another time. */
function asOf({ asOf: until, askedAt, parameters }, what = 'Clicks') {
  if (!until) return '';
  if (!askedAt) return `As of ${momentInZone(until)}`;
  const isBehind = Date.parse(askedAt) - Date.parse(until) > BEHIND_MS && !parameters?.now;
  return `${isBehind ? `${what} until ${minuteInZone(until)}, as` : 'As'} of ${exactInZone(askedAt)}`;
}

function emptySentence({ state, notBy = [] }, { none }) {
  if (none) return none;
  const set = Object.keys(FILTER_NAMES).filter((name) => state[name] && !notBy.includes(name));
  return set.length
    ? `Nothing in this range with the ${set.map((name) => FILTER_NAMES[name]).join(', ')} chosen. Take a filter away, or choose a longer range.`
    : 'No clicks in this range.';
}
