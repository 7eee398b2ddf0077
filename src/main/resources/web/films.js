// Which film is meant: by its title, a part of it, or its number.

import { number } from './format.js';

const MOST_SHOWN = 8;

/** Titles are not unique, so the label ends with the film's id. */
export function filmLabel(titles, id) {
  const title = titles.get(id);
  return title && title !== `film ${id}` ? `${title} (${id})` : `film ${id}`;
}

/** `titles` by id. @return the id (empty for all films), or a sentence and the ids to choose among */
export function findFilm(titles, text) {
  const wanted = normal(text);
  if (wanted === '') return { id: '' };
  const ids = [...titles.keys()];
  const found = ids.filter((id) => normal(filmLabel(titles, id)) === wanted || id === wanted);
  if (found.length === 1) return { id: found[0] };
  const byTitle = ids.filter((id) => normal(titles.get(id)) === wanted);
  if (byTitle.length === 1) return { id: byTitle[0] };
  const byPart = byTitle.length ? byTitle : ids.filter((id) => normal(titles.get(id)).includes(wanted));
  if (byPart.length === 1) return { id: byPart[0] };
  return byPart.length ? several(byPart, text.trim()) : none(titles, text.trim());
}

function several(ids, text) {
  const more = ids.length > MOST_SHOWN ? `, the first ${number(MOST_SHOWN)} are here; write more of the title` : '';
  return { sentence: `${number(ids.length)} films have “${text}” in their title${more}:`, among: ids.slice(0, MOST_SHOWN) };
}

function none(titles, text) {
  const sentence = titles.size ? `No film has “${text}” in its title, or as its number.` : 'The list of films is not there yet.';
  return { sentence, among: [] };
}

/** Without case, accents, and spaces that are too many. */
function normal(text) {
  return String(text).normalize('NFKD').replace(/[\u0300-\u036f]/g, '').trim().replace(/\s+/g, ' ').toLowerCase();
}
