// What people do: by device, in sessions, where they come from, where they look.

import { bars, columns } from '../charts/bars.js';
import { flow } from '../charts/flow.js';
import { heat } from '../charts/heat.js';
import { eventName, eventTypes, number, percent } from '../format.js';
import { column } from '../table.js';

const device = column('device', 'Device', 'text', { filter: (row) => ['device', row.device] });
const eventType = column('event_type', 'Event', 'text', { filter: (row) => ['event_type', row.event_type], write: eventName });
const clicks = column('clicks', 'Clicks');
const sessions = column('sessions', 'Sessions');

const counted = (count, one) => `${number(count)} ${one}${count === 1 ? '' : 's'}`;
const unique = (rows, name) => [...new Set(rows.map((row) => row[name]))];
const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);

/** For each of `keys` the part of its clicks that each event type has, in percent. */
function eventShares(rows, name, keys, view) {
  return eventTypes.filter((type) => rows.some((row) => row.event_type === type)).map((type) => ({
    name: eventName(type), colour: view.look.event(type), type, filter: ['event_type', type],
    values: keys.map((key) => {
      const of = rows.filter((row) => row[name] === key);
      return Math.round((1000 * sum(of.filter((row) => row.event_type === type), 'clicks')) / (sum(of, 'clicks') || 1)) / 10;
    }),
  }));
}

function histogram(measure) {
  return (rows, view) => {
    const bins = rows.filter((row) => row.measure === measure);
    const labels = bins.map(binName);
    return columns(labels, [{ name: 'sessions', colour: view.look.main, values: bins.map((row) => row.sessions) }], view, { write: number });
  };
}

/** From `at_least` to, but without, `below`: clicks are whole numbers, minutes are not. */
function binName({ measure, at_least: least, below }) {
  if (below === null) return `${number(least)}+`;
  if (measure === 'minutes') return least === 0 ? `< ${number(below)}` : `${number(least)}–${number(below)}`;
  return below - least === 1 ? number(least) : `${number(least)}–${number(below - 1)}`;
}

export const peopleCards = {
  'sessions-funnel': {
    isEmpty: (rows) => !rows.some((row) => row.sessions),
    columns: [column('step', 'Step'), eventType, sessions, column('share_of_first', 'Of the first step', 'percent'),
      column('share_of_step_before', 'Of the step before', 'percent')],
    answer: (rows) => `${percent(rows.at(-1).share_of_first)} of the sessions with a ${eventName(rows[0].event_type)} go all the way to the ${eventName(rows.at(-1).event_type)}.`,
    charts: [(rows, view) => bars(rows, {
      label: (row) => eventName(row.event_type), value: (row) => row.sessions,
      write: (row) => `${percent(row.share_of_first)}`, colour: (row) => view.look.event(row.event_type),
      tell: (row) => `${eventName(row.event_type)}: ${number(row.sessions)} sessions\n${percent(row.share_of_step_before)} of the step before`,
      filter: (row) => ['event_type', row.event_type],
    }, view)],
  },

  'device-interaction-patterns': {
    request: { own: ['device', 'event_type'] },
    columns: [device, eventType, clicks, column('device_clicks', 'Clicks of the device'), column('share', 'Share', 'percent')],
    captions: ['From device to event, by clicks', 'Each device’s own clicks, in percent'],
    answer: (rows) => {
      const all = sum(rows, 'clicks');
      const devices = unique(rows, 'device').map((name) => rows.find((row) => row.device === name));
      return `${devices.map((row) => `${row.device} ${percent((100 * row.device_clicks) / all)}`).join(', ')} of ${number(all)} clicks.`;
    },
    charts: [
      (rows, view) => flow(
        unique(rows, 'device').map((name) => ({ key: name, name, colour: view.look.neutral, filter: ['device', name] })),
        eventTypes.filter((type) => rows.some((row) => row.event_type === type && row.clicks))
          .map((type) => ({ key: type, name: eventName(type), colour: view.look.event(type), filter: ['event_type', type] })),
        rows.filter((row) => row.clicks).map((row) => ({ from: row.device, to: row.event_type, value: row.clicks })), view),
      (rows, view) => {
        const devices = unique(rows, 'device');
        return columns(devices, eventShares(rows, 'device', devices, view), view,
          { stacked: true, top: 100, pickLabel: (i) => ['device', devices[i]] });
      },
    ],
  },

  'device-sessions': {
    request: { own: ['device'] },
    columns: [device, sessions, column('clicks_per_session', 'Clicks each'), column('minutes_per_session', 'Minutes each'),
      column('reached_detail_view', 'Saw a detail', 'percent'), column('reached_trailer', 'Watched a trailer', 'percent'),
      column('reached_watchlist', 'Used the watchlist', 'percent')],
    answer: (rows) => rows.map((row) => `${row.device}: ${number(row.sessions)} sessions of ${number(row.clicks_per_session)} clicks`).join('; ').concat('.'),
    charts: [(rows, view) => {
      const reached = [['reached_detail_view', 'detail_view'], ['reached_trailer', 'watch_trailer'], ['reached_watchlist', 'add_to_watchlist']];
      return columns(rows.map((row) => row.device), reached.map(([name, type]) => (
        { name: eventName(type), colour: view.look.event(type), type, values: rows.map((row) => row[name]) })), view,
      { top: 100, pickLabel: (i) => rows[i] && ['device', rows[i].device] });
    }],
  },

  'referrer-patterns': {
    columns: [column('referrer', 'Referrer', 'text'), column('page', 'Page', 'text'), eventType, clicks,
      column('share', 'Of the referrer', 'percent')],
    captions: ['Clicks by page', 'Each referrer’s clicks by event, in percent'],
    answer: (rows) => {
      const all = sum(rows, 'clicks');
      const byClicks = unique(rows, 'referrer').map((name) => [name, sum(rows.filter((row) => row.referrer === name), 'clicks')])
        .sort((a, b) => b[1] - a[1]);
      return `Most clicks come from ${byClicks.slice(0, 2).map(([name, its]) => `${name} (${percent((100 * its) / all)})`).join(' and ')}.`;
    },
    charts: [
      (rows, view) => {
        const pages = unique(rows, 'page');
        const referrers = unique(rows, 'referrer');
        const cells = referrers.flatMap((referrer, y) => pages.map((page, x) => (
          { x, y, referrer, page, value: sum(rows.filter((row) => row.referrer === referrer && row.page === page), 'clicks') })));
        return heat(pages, referrers, cells,
          { tell: (cell) => `${cell.referrer} → ${cell.page}\n${number(cell.value)} clicks`, write: number }, view, { label: true });
      },
      (rows, view) => {
        const referrers = unique(rows, 'referrer');
        return columns(referrers, eventShares(rows, 'referrer', referrers, view), view, { stacked: true, top: 100 });
      },
    ],
  },

  'position-click-through': {
    isEmpty: (rows) => !rows.some((row) => row.views),
    columns: [column('position', 'Position'), column('views', 'Views'), column('detail_views', 'Detail views'),
      column('click_through', 'Click-through', 'percent')],
    answer: (rows) => `${percent((100 * sum(rows, 'detail_views')) / sum(rows, 'views'))} over all positions; position ${number(rows[0].position)} has ${percent(rows[0].click_through)}, position ${number(rows.at(-1).position)} ${percent(rows.at(-1).click_through)}.`,
    charts: [(rows, view) => columns(rows.map((row) => number(row.position)),
      [{ name: 'click-through', colour: view.look.main, values: rows.map((row) => row.click_through) }], view)],
  },

  'session-lengths': {
    isEmpty: (rows) => !rows.some((row) => row.sessions),
    columns: [column('measure', 'Measure', 'text'), column('at_least', 'At least'), column('below', 'Below'), sessions],
    captions: ['Sessions by length in minutes', 'Sessions by number of clicks'],
    answer: (rows) => {
      const most = (measure) => rows.filter((row) => row.measure === measure).reduce((a, b) => (b.sessions > a.sessions ? b : a));
      return `Most sessions last ${binName(most('minutes'))} min and have ${binName(most('clicks'))} clicks.`;
    },
    charts: [histogram('minutes'), histogram('clicks')],
  },

  'top-users': {
    request: { limit: 10 },
    columns: [column('user_id', 'User', 'text'), clicks, sessions, column('films', 'Films')],
    answer: ([first]) => `${first.user_id} clicks most: ${number(first.clicks)} times, in ${counted(first.sessions, 'session')}, on ${counted(first.films, 'film')}.`,
    charts: [(rows, view) => bars(rows, {
      label: (row) => row.user_id, value: (row) => row.clicks, write: (row) => number(row.clicks),
      tell: (row) => `${row.user_id}\n${number(row.clicks)} clicks, ${counted(row.sessions, 'session')}, ${counted(row.films, 'film')}`,
    }, view)],
  },
};
