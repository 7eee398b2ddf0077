// How numbers, times and names are written: all in the page's language, times in the zone that is chosen and with its name.

import { currentZone } from './zone.js';

/** Sentences are in this language, so numbers are too: 1.234 would be another number in them. */
const LANGUAGE = document.documentElement.lang;

const EVENT_TYPES = {
  view: 'view', detail_view: 'detail view', watch_trailer: 'trailer', add_to_watchlist: 'watchlist',
};

const dateFormats = new Map();
function dateFormat(options) {
  const timeZone = currentZone();
  const key = `${timeZone} ${JSON.stringify(options)}`;
  if (!dateFormats.has(key)) {
    dateFormats.set(key, new Intl.DateTimeFormat(LANGUAGE, { timeZone, hourCycle: 'h23', ...options }));
  }
  return dateFormats.get(key);
}

const numbers = new Map();
function numberFormat(digits) {
  if (!numbers.has(digits)) {
    numbers.set(digits, new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: digits }));
  }
  return numbers.get(digits);
}
const compactFormat = new Intl.NumberFormat(LANGUAGE, { notation: 'compact', maximumFractionDigits: 1 });

const missing = (value) => value === null || value === undefined || value === '';

export const number = (value, digits = 1) => (missing(value) ? '–' : numberFormat(digits).format(value));

/** Short, for axes: 12K. */
export const compact = (value) => compactFormat.format(value);

export const percent = (value) => (missing(value) ? '–' : `${number(value)} %`);

const HOUR_MINUTE = { hour: '2-digit', minute: '2-digit' };
const SECOND = { second: '2-digit' };
const DAY = { day: 'numeric', month: 'short' };
const YEAR = { year: 'numeric' };

const written = (time, options) => dateFormat(options).format(new Date(time));
const year = (time) => written(time, YEAR);
const isToday = (time) => written(time, { ...DAY, ...YEAR }) === written(Date.now(), { ...DAY, ...YEAR });

/** Without a zone: for axes, which have its name. */
export const hourMinute = (time) => written(time, HOUR_MINUTE);
export const day = (time) => written(time, year(time) === year(Date.now()) ? DAY : { ...DAY, ...YEAR });

/** Of a day that has no zone: its midnight in UTC. */
const dayOfUtc = new Intl.DateTimeFormat(LANGUAGE, { timeZone: 'UTC', ...DAY });
export const dayInUtc = (time) => dayOfUtc.format(new Date(time));

/** What the zone is called at that time: GMT+5:30. */
export function zoneName(time = Date.now()) {
  const parts = dateFormat({ ...HOUR_MINUTE, timeZoneName: 'short' }).formatToParts(new Date(time));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? currentZone();
}

/** For columns, whose head has the zone: the time alone if it is of today, else with its day, and its year if it is another. */
export function moment(time) {
  return isToday(time) ? written(time, { ...HOUR_MINUTE, ...SECOND }) : `${day(time)}, ${hourMinute(time)}`;
}

/** The same with the zone's name, for sentences. */
export const momentInZone = (time) => `${moment(time)} ${zoneName(time)}`;

/** To the minute, with the zone's name. */
export const minuteInZone = (time) => `${isToday(time) ? '' : `${day(time)}, `}${hourMinute(time)} ${zoneName(time)}`;

/** To the millisecond while it is of today: counts that differ are of moments that differ. */
export function exactInZone(time) {
  if (!isToday(time)) return momentInZone(time);
  const milliseconds = String(new Date(time).getUTCMilliseconds()).padStart(3, '0');
  return `${moment(time)}.${milliseconds} ${zoneName(time)}`;
}

/** The same time in UTC, for tooltips. */
export const inUtc = (time) => `${new Date(time).toISOString().replace('T', ' ').replace(/\.\d+Z$/, '')} UTC`;

/** Seconds, in the unit that a person would use. */
export function duration(seconds) {
  if (missing(seconds)) return '–';
  if (seconds < 120) return `${number(seconds)} s`;
  if (seconds < 7200) return `${number(seconds / 60, 0)} min`;
  return seconds < 172800 ? `${number(seconds / 3600)} h` : `${number(seconds / 86400)} days`;
}

/** Minutes, in the unit that a person would use. */
export function minutesText(minutes) {
  if (minutes % 1440 === 0 && minutes > 1440) return `${number(minutes / 1440)} days`;
  if (minutes % 60 === 0) return `${number(minutes / 60)} h`;
  return minutes > 1440 ? `${number(minutes / 1440)} days` : `${number(minutes)} min`;
}

export const eventName = (type) => EVENT_TYPES[type] ?? String(type);
export const eventTypes = Object.keys(EVENT_TYPES);
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
