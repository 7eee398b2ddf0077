// What a card shows of an answer that nobody has made a card for: by the shape of its columns and rows.

import { bars } from '../charts/bars.js';
import { lines } from '../charts/lines.js';
import { minuteInZone, momentInZone, number } from '../format.js';
import { column } from '../table.js';

/** What is in a table is shown as it is: nobody knows how much of a fraction matters. */
const DIGITS = 12;
const MOST_LINES = 5;
const MOST_BARS = 30;
const NONE = 'No rows in this range.';

const words = (name) => name.replace(/_/g, ' ').trim() || name;
const title = (name) => words(name).replace(/^./u, (first) => first.toUpperCase());
const label = (value) => (value === null || value === undefined ? '(none)' : value === '' ? '(empty)' : String(value));
const written = (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : label(value));
const unique = (rows, name) => [...new Set(rows.map((row) => row[name]))];
const isTime = (kind) => kind === 'time' || kind === 'day';
const moment = (kind, value) => (kind === 'day' ? value : minuteInZone(value));
const plain = (value) => number(value, DIGITS);
const counted = (count) => `${plain(count)} ${count === 1 ? 'row' : 'rows'}`;

/**
 * What a column holds: `time`, `day`, `number`, `id` (a number that is not counted) or `text`; what it held before if it
 * holds nothing now.
 */
function kindOfColumn(name, rows, before) {
  const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
  if (values.length === 0) return before ?? 'text';
  if (values.every((value) => typeof value === 'number')) return /(^|_)id$|[a-z]I[dD]$/.test(name) ? 'id' : 'number';
  if (!values.every((value) => typeof value === 'string')) return 'text';
  if (values.every((value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))) return 'time';
  return values.every((value) => /^\d{4}-\d\d-\d\d$/.test(value)) ? 'day' : 'text';
}

function tableColumn({ name, kind }) {
  if (kind === 'number') return column(name, title(name), kind, { write: plain });
  return kind === 'time' || kind === 'id' ? column(name, title(name), kind) : column(name, title(name), 'text', { write: written });
}

const colours = ({ look }) => [look.main, look.second, look.third, look.fourth, look.event('')];

/** How lines with this time are drawn; a day is the same day in all zones. */
const ofTime = ({ name, kind }) => ({ time: name, isDay: kind === 'day', write: plain });

/** The newest point that is over, and the one with the most of what comes first. */
function newestAndMost(rows, time, [first, ...others], { mayGrow }) {
  const over = mayGrow && rows.length > 1 ? rows.slice(0, -1) : rows;
  const newest = over[over.length - 1];
  const told = [first, ...others].map(({ name }) => `${plain(newest[name])} ${words(name)}`).join(', ');
  const most = over.reduce((a, b) => (b[first.name] > a[first.name] ? b : a));
  const peak = over.length > 1 ? `, most at ${moment(time.kind, most[time.name])}: ${plain(most[first.name])}` : '';
  return `${told} at ${moment(time.kind, newest[time.name])}${peak}.`;
}

/** A time and its numbers: a line for each. */
function series(columns, rows) {
  const [time, ...values] = columns;
  const fits = isTime(time?.kind) && values.length > 0 && values.length <= MOST_LINES
    && values.every(({ kind }) => kind === 'number') && unique(rows, time.name).length === rows.length;
  return fits && {
    size: 'half',
    isEmpty: (all) => all.every((row) => values.every(({ name }) => !row[name])),
    answer: (all, view) => newestAndMost(all, time, values, view),
    charts: [(all, view) => lines(all, values.map(({ name }, i) => (
      { column: name, name: words(name), colour: colours(view)[i] })), view, ofTime(time))],
  };
}

/** A time, a name and a number for it: a line for each name, of those with the most. */
function seriesByName(columns, rows) {
  const [time, by, value] = columns;
  if (columns.length !== 3 || !isTime(time.kind) || by.kind !== 'text' || value.kind !== 'number') return null;
  const sums = (all) => unique(all, by.name)
    .map((name) => ({ name, sum: all.reduce((sum, row) => sum + (row[by.name] === name ? row[value.name] : 0), 0) }))
    .sort((a, b) => b.sum - a.sum);
  return rows.length > 0 && {
    size: 'half',
    isEmpty: (all) => all.every((row) => !row[value.name]),
    answer: (all) => {
      const [most] = sums(all);
      return `${label(most.name)} leads with ${plain(most.sum)} ${words(value.name)}.`;
    },
    charts: [(all, view) => {
      const shown = sums(all).slice(0, MOST_LINES);
      const wide = unique(all, time.name).sort().map((at) => ({
        [time.name]: at,
        ...Object.fromEntries(shown.map(({ name }, i) => [`line ${i}`,
          all.find((row) => row[time.name] === at && row[by.name] === name)?.[value.name] ?? 0])),
      }));
      return lines(wide, shown.map(({ name }, i) => (
        { column: `line ${i}`, name: label(name), colour: colours(view)[i] })), view, ofTime(time));
    }],
  };
}

/** A name and its numbers: a bar for each, as long as the first number. */
function namesAndNumbers(columns, rows) {
  const [name, first, ...others] = columns;
  const fits = (name?.kind === 'text' || name?.kind === 'id') && first?.kind === 'number' && rows.length > 0
    && rows.length <= MOST_BARS && others.every(({ kind }) => kind === 'number')
    && unique(rows, name.name).length === rows.length && rows.every((row) => !(row[first.name] < 0));
  const told = (row) => [first, ...others].map((one) => `${words(one.name)}: ${plain(row[one.name])}`);
  return fits && {
    size: 'third',
    answer: ([most]) => `${label(most[name.name])} comes first with ${plain(most[first.name])} ${words(first.name)}.`,
    charts: [(all, view) => bars(all, {
      label: (row) => label(row[name.name]), value: (row) => row[first.name], write: (row) => plain(row[first.name]),
      tell: (row) => [label(row[name.name]), ...told(row)].join('\n'),
    }, view)],
  };
}

/** All else: as it is. */
function list(columns) {
  const [first] = columns;
  const isRow = (rows) => rows.length === 1 && columns.every(({ kind }) => kind === 'number');
  return {
    size: columns.length > 5 ? 'full' : 'half',
    answer: (rows) => {
      if (isRow(rows)) return `${columns.map(({ name }) => `${plain(rows[0][name])} ${words(name)}`).join(', ')}.`;
      return first.kind === 'time' ? `${counted(rows.length)}, the first of ${momentInZone(rows[0][first.name])}.` : `${counted(rows.length)}.`;
    },
  };
}

/**
 * A kind of card for this answer; two answers with the same `shape` may be shown by the same card.
 * `before` is what the columns held before, by name.
 */
export function kindOf({ columns: names, rows }, before = {}) {
  const columns = names.map((name) => ({ name, kind: kindOfColumn(name, rows, before[name]) }));
  const kind = series(columns, rows) || seriesByName(columns, rows) || namesAndNumbers(columns, rows) || list(columns);
  return {
    none: NONE,
    what: 'Rows',
    ...kind,
    columns: columns.map(tableColumn),
    holds: Object.fromEntries(columns.map(({ name, kind: held }) => [name, held])),
    shape: JSON.stringify([kind.size, Boolean(kind.charts), columns]),
  };
}
