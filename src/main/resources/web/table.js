// Tables that keep their rows: a refresh changes texts, and who is in a cell with the keyboard stays there.

import { element, setText } from './dom.js';
import { inUtc, number, percent, duration, moment } from './format.js';
import { currentZone } from './zone.js';

const WRITE = {
  text: (value) => (value === null || value === '' ? '–' : String(value)),
  id: (value) => (value === null ? '–' : String(value)),
  number, percent,
  seconds: duration,
  time: (value) => (value ? moment(value) : '–'),
};

/**
 * A column: `name` in the answer, `title` for people, `kind` as above, `write(value)` instead of the kind's,
 * `filter(row)` the [name, value] that its button sets.
 */
export const column = (name, title, kind = 'number', others = {}) => ({ name, title, kind, ...others });

/** Tables that do not fit in their width write each row as a list of names and values instead of being cut off. */
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) target.dispatchEvent(new CustomEvent('width'));
});

export class Table {
  #columns;
  #heads;
  #body = element('tbody', { role: 'rowgroup' });
  #chosen;
  #width = 0;

  constructor(caption, columns, chosen) {
    this.#columns = columns;
    this.#chosen = chosen;
    this.#heads = columns.map(({ name, title, kind }) =>
      element('th', { scope: 'col', class: kind, 'data-column': name, role: 'columnheader' }, title));
    // The roles are those that the elements have by themselves, until rows are laid out as lists.
    this.node = element('table', { role: 'table' }, element('caption', { class: 'unseen' }, caption),
      element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...this.#heads)), this.#body);
  }

  /** To be called once it is in its place: from then on it fits there. */
  watch() {
    widths.observe(this.node.parentElement);
    this.node.parentElement.addEventListener('width', () => this.#fit());
  }

  /** Its place goes. */
  close() {
    widths.unobserve(this.node.parentElement);
  }

  show(rows, state) {
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
    while (this.#body.rows.length < rows.length) this.#body.append(this.#emptyRow());
    this.#columns.forEach(({ kind, title }, i) => setText(this.#heads[i], kind === 'time' ? `${title} (${currentZone()})` : title));
    rows.forEach((row, i) => this.#fill(this.#body.rows[i], row, state));
    this.#fit();
  }

  /** Once it did not fit, it stays a list until the width is another one: a refresh does not turn it to and fro. */
  #fit() {
    const box = this.node.parentElement;
    if (!box || box.clientWidth === 0) return;
    const { classList } = this.node;
    if (box.clientWidth !== this.#width) {
      this.#width = box.clientWidth;
      classList.remove('as-lists');
    }
    if (!classList.contains('as-lists') && this.node.offsetWidth > this.#width) classList.add('as-lists');
  }

  #emptyRow() {
    const cells = this.#columns.map((one) => {
      const cell = element('td', { class: one.kind, 'data-column': one.name, 'data-title': one.title, role: 'cell' });
      if (one.filter) {
        const button = element('button', { type: 'button', class: 'pick' });
        button.addEventListener('click', () => { if (button.filter) this.#chosen(...button.filter); });
        cell.append(button);
      }
      return cell;
    });
    return element('tr', { role: 'row' }, ...cells);
  }

  #fill(tableRow, row, state) {
    this.#columns.forEach((one, i) => {
      const cell = tableRow.cells[i];
      const value = row[one.name];
      const text = one.write ? one.write(value, row) : WRITE[one.kind](value);
      const raw = value === null || value === undefined ? '' : String(value);
      if (cell.dataset.value !== raw) cell.dataset.value = raw;
      if (one.kind === 'time' && value) cell.title = inUtc(value);
      if (!one.filter) {
        setText(cell, text);
        return;
      }
      const button = cell.firstChild;
      button.filter = one.filter(row);
      const pressed = String(state[button.filter[0]] === String(button.filter[1]));
      if (button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
      setText(button, text);
    });
  }
}
