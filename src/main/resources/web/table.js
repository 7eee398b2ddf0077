// Tables that keep their rows: a refresh changes texts, and who is in a cell with the keyboard stays there.

import { element, setText } from './dom.js';
import { inUtc, number, percent, duration, moment } from './format.js';

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

export class Table {
  #columns;
  #body = element('tbody');
  #chosen;

  constructor(caption, columns, chosen) {
    this.#columns = columns;
    this.#chosen = chosen;
    const head = columns.map(({ name, title, kind }) =>
      element('th', { scope: 'col', class: kind, 'data-column': name }, title));
    this.node = element('table', {}, element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...head)), this.#body);
  }

  show(rows, state) {
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
    while (this.#body.rows.length < rows.length) this.#body.append(this.#emptyRow());
    rows.forEach((row, i) => this.#fill(this.#body.rows[i], row, state));
  }

  #emptyRow() {
    const cells = this.#columns.map((one) => {
      const cell = element('td', { class: one.kind, 'data-column': one.name });
      if (one.filter) {
        const button = element('button', { type: 'button', class: 'pick' });
        button.addEventListener('click', () => { if (button.filter) this.#chosen(...button.filter); });
        cell.append(button);
      }
      return cell;
    });
    return element('tr', {}, ...cells);
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
