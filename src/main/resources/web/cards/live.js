// What has just come in.

import { eventName, momentInZone } from '../format.js';
import { column } from '../table.js';

export const liveCards = {
  'newest-events': {
    live: true,
    columns: [column('event_ts', 'Time', 'time'),
      column('event_type', 'Event', 'text', { filter: (row) => ['event_type', row.event_type], write: eventName }),
      column('title', 'Film', 'text', { filter: (row) => ['film', row.film_id] }),
      column('category', 'Category', 'text', { filter: (row) => ['category', row.category] }),
      column('device', 'Device', 'text', { filter: (row) => ['device', row.device] }),
      column('page', 'Page', 'text'), column('position', 'Position'), column('referrer', 'Referrer', 'text'),
      column('user_id', 'User', 'text'), column('session_id', 'Session', 'text'), column('film_id', 'Film id', 'id')],
    answer: ([first]) => `The newest is of ${momentInZone(first.event_ts)}.`,
  },
};
