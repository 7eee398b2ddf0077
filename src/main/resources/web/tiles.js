// The tiles: everything, all devices, all films. Each says how it was before.

import { setText } from './dom.js';
import { duration, inUtc, momentInZone, number } from './format.js';

const TILES = {
  'clicks-per-second': { value: 'clicks_per_second', before: 'clicks_per_second_before', than: 'the minute before' },
  'active-users': { value: 'users_now', before: 'users_before', than: 'the 5 min before' },
  'sessions-now': { value: 'sessions_now', before: 'sessions_before', than: 'the 5 min before' },
  'events-total': { value: 'total_clicks', of: 'clicks_last_hour', before: 'clicks_hour_before', than: 'the hour before' },
  freshness: { value: 'newest_event_age_seconds', before: 'newest_event_age_seconds_before', than: 'a minute ago', seconds: true },
  'dead-letters': { value: 'dead_letters', of: 'recent', before: 'before', than: 'the hour before', counts: true },
};
const OF_QUESTION = {
  totals: ['clicks-per-second', 'events-total', 'freshness'],
  'active-users-now': ['active-users', 'sessions-now'],
  'dead-letters-by-reason': ['dead-letters'],
};

const goodAt = new Map();

/** Shows the tiles that this answer is for. */
export function showTiles({ name, rows, asOf }) {
  const row = name === 'dead-letters-by-reason' ? sums(rows, ['dead_letters', 'recent', 'before']) : rows[0] ?? {};
  goodAt.set(name, Date.now());
  for (const tile of OF_QUESTION[name] ?? []) showTile(tile, TILES[tile], row, asOf);
}

/** Marks the tiles of a question whose answer is no longer the newest one. */
export function staleTiles(name, sentence) {
  for (const tile of OF_QUESTION[name] ?? []) {
    const node = find(tile);
    node.classList.add('stale');
    const last = goodAt.get(name);
    setText(node.querySelector('.change'), last ? `not refreshed since ${momentInZone(last)}` : 'no answer yet');
    node.title = sentence;
  }
}

function showTile(name, tile, row, asOf) {
  const node = find(name);
  const value = row[tile.value];
  const now = tile.of ? row[tile.of] : value;
  node.classList.remove('stale');
  node.title = asOf ? `As of ${momentInZone(asOf)} (${inUtc(asOf)})` : '';
  const shown = node.querySelector('.value');
  shown.dataset.value = value ?? '';
  setText(shown, tile.seconds ? duration(value) : number(value));
  setText(node.querySelector('.change'), change(now, row[tile.before], tile));
}

/** How it was before, if that is known: before the first click nothing was counted. */
function change(now, before, { of, than, seconds, counts }) {
  if (now === null || now === undefined) return '';
  const parts = of ? [`${number(now)} in the last hour`] : [];
  if (before !== null && before !== undefined) parts.push(against(now, before, { than, seconds, counts }));
  return parts.join(', ');
}

function against(now, before, { than, seconds, counts }) {
  if (seconds) return `${than}: ${duration(before)}`;
  if (counts || before === 0) return `${number(before)} in ${than}`;
  const percent = (100 * (now - before)) / before;
  const arrow = Math.abs(percent) < 0.5 ? '=' : percent > 0 ? '▲' : '▼';
  return `${arrow} ${number(Math.abs(percent), Math.abs(percent) < 10 ? 1 : 0)} % against ${than}`;
}

const sums = (rows, names) =>
  Object.fromEntries(names.map((name) => [name, rows.reduce((sum, row) => sum + (row[name] ?? 0), 0)]));

const find = (name) => document.querySelector(`.tile[data-tile="${name}"]`);
