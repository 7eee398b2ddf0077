// How much goes on, and when.

import { heat } from '../charts/heat.js';
import { lines, rangeStart } from '../charts/lines.js';
import { eventName, minuteInZone, minutesText, number, weekdays } from '../format.js';
import { column } from '../table.js';

const EVENT_COLUMNS = {
  views: 'view', detail_views: 'detail_view', trailers: 'watch_trailer', watchlist_adds: 'add_to_watchlist',
};
const hour = (value) => `${String(value).padStart(2, '0')}:00`;

/** The newest point that is over, and the one with the most; the point in which the clicks begin is none of these. */
function newestAndMost(rows, name, what, { mayGrow, step, answer }) {
  const bucket = step === 1 ? 'minute' : minutesText(step);
  const isCut = Date.parse(rows[0].minute) > rangeStart(answer);
  const over = rows.slice(isCut ? 1 : 0, mayGrow ? -1 : undefined);
  const newest = over.at(-1);
  if (!newest) return `${number(rows.at(-1)[name])} ${what} so far in the newest ${bucket}.`;
  const most = over.reduce((a, b) => (b[name] > a[name] ? b : a));
  const whole = `${number(newest[name])} ${what} in the newest full ${bucket}`;
  return over.length > 1 ? `${whole}, most at ${minuteInZone(most.minute)}: ${number(most[name])}.` : `${whole}.`;
}

const noneAtAll = (name) => (rows) => rows.every((row) => !row[name]);

export const activityCards = {
  'activity-over-time': {
    isEmpty: noneAtAll('clicks'),
    columns: [column('minute', 'From', 'time'), column('clicks', 'Clicks'),
      ...Object.entries(EVENT_COLUMNS).map(([name, type]) => column(name, eventName(type)))],
    answer: (rows, view) => newestAndMost(rows, 'clicks', 'clicks', view),
    charts: [(rows, view) => lines(rows, Object.entries(EVENT_COLUMNS).map(([name, type]) => (
      { column: name, name: eventName(type), colour: view.look.event(type), filter: ['event_type', type] })), view, { stacked: true })],
  },

  'active-users': {
    isEmpty: noneAtAll('clicks'),
    columns: [column('minute', 'From', 'time'), column('users', 'Active users'), column('clicks', 'Clicks')],
    answer: (rows, view) => newestAndMost(rows, 'users', 'active users', view),
    charts: [(rows, view) => lines(rows, [{ column: 'users', name: 'active users', colour: view.look.main }], view)],
  },

  'activity-by-weekday-hour': {
    request: { leastMinutes: 10080 },
    isEmpty: noneAtAll('clicks'),
    columns: [column('weekday', 'Weekday', 'text', { write: (value) => weekdays[value - 1] }),
      column('hour', 'Hour', 'text', { write: hour }), column('clicks', 'Clicks'), column('hours', 'Whole hours'),
      column('clicks_per_hour', 'Clicks per hour')],
    answer: (rows) => {
      const known = rows.filter((row) => row.hours);
      if (known.length < 2) return 'Which hour is the busiest is not known before there are clicks of two whole hours.';
      const most = known.reduce((a, b) => (b.clicks_per_hour > a.clicks_per_hour ? b : a));
      return `The busiest hour is ${weekdays[most.weekday - 1]} from ${hour(most.hour)}: ${number(most.clicks_per_hour, 0)} clicks.`;
    },
    charts: [(rows, view) => heat(
      Array.from({ length: 24 }, (_, i) => String(i)), weekdays.map((name) => name.slice(0, 3)),
      rows.map((row) => ({ ...row, x: row.hour, y: row.weekday - 1, value: row.hours ? row.clicks_per_hour : null })),
      {
        tell: (row) => `${weekdays[row.weekday - 1]} ${hour(row.hour)}\n${row.hours ? `${number(row.clicks_per_hour, 0)} clicks per hour, of ${number(row.hours)} whole hours` : 'no whole hour with clicks'}`,
        write: (value) => number(value, 0),
        name: view.answer.parameters.time_zone,
      }, view)],
  },
};
