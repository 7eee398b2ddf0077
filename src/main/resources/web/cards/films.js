// Which films and categories people want.

import { bars } from '../charts/bars.js';
import { number } from '../format.js';
import { column } from '../table.js';

const film = column('title', 'Film', 'text', { filter: (row) => ['film', row.film_id] });
const category = column('category', 'Category', 'text', { filter: (row) => ['category', row.category] });
const filmId = column('film_id', 'Film id', 'id');
const clicks = column('clicks', 'Clicks');
const watchlist = column('watchlist_adds', 'Added to watchlists');

const told = (row) => `${number(row.clicks)} clicks\n${number(row.watchlist_adds)} times added to a watchlist`;

export const filmCards = {
  'films-trending-now': {
    request: { own: ['film'], spanOfItsOwn: true, limit: 10 },
    columns: [film, category, filmId, column('clicks_now', 'Clicks now'), column('clicks_before', 'Clicks before'),
      column('clicks_expected', 'Clicks expected'), column('lift', 'Lift', 'number', { write: (lift) => (lift === null ? '–' : `× ${number(lift, 2)}`) })],
    answer: ([first]) => (first.lift === null
      ? `No trend yet: too little before to compare with. ${first.title} is clicked most.`
      : `${first.title} trends most: ${number(first.lift)} times the clicks that one would expect.`),
    charts: [(rows, view) => bars(rows, {
      label: (row) => row.title, value: (row) => row.lift ?? row.clicks_now,
      write: (row) => (row.lift === null ? number(row.clicks_now) : `× ${number(row.lift)}`),
      tell: (row) => `${row.title} (${row.category})\n${number(row.clicks_now)} clicks now${row.lift === null ? '' : `, ${number(row.clicks_expected)} expected`}`,
      filter: (row) => ['film', row.film_id],
    }, view)],
  },

  'films-by-rental-volume': {
    request: { own: ['film'], limit: 10 },
    columns: [film, category, filmId, clicks, watchlist],
    answer: ([first]) => `${first.title} leads with ${number(first.clicks)} clicks and ${number(first.watchlist_adds)} watchlist additions.`,
    charts: [(rows, view) => bars(rows, {
      label: (row) => row.title, value: (row) => row.clicks, write: (row) => number(row.clicks),
      tell: (row) => `${row.title} (${row.category})\n${told(row)}`, filter: (row) => ['film', row.film_id],
    }, view)],
  },

  'categories-by-rental-volume': {
    request: { own: ['category'], limit: 20 },
    columns: [category, column('films', 'Films'), clicks, watchlist],
    answer: ([first]) => `${first.category} leads with ${number(first.clicks)} clicks and ${number(first.watchlist_adds)} watchlist additions.`,
    charts: [(rows, view) => bars(rows, {
      label: (row) => row.category, value: (row) => row.clicks, write: (row) => number(row.clicks),
      tell: (row) => `${row.category}, ${number(row.films)} films\n${told(row)}`, filter: (row) => ['category', row.category],
    }, view)],
  },
};
