// How numbers, times and names are written: by the reader's locale, and in the reader's time zone or in UTC.

export const readersZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

const EVENT_TYPES = {
  view: 'view', detail_view: 'detail view', watch_trailer: 'trailer', add_to_watchlist: 'watchlist',
};

let zone = readersZone;
let formats = {};

/** All times from now on are those of this zone. */
export function useZone(name) {
  zone = name;
  formats = {};
}

export const currentZone = () => zone;

function dateFormat(key, options) {
  formats[key] ??= new Intl.DateTimeFormat(undefined, { timeZone: zone, hourCycle: 'h23', ...options });
  return formats[key];
}

const numbers = new Map();
function numberFormat(digits) {
  if (!numbers.has(digits)) {
    numbers.set(digits, new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }));
  }
  return numbers.get(digits);
}
const compactFormat = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

const missing = (value) => value === null || value === undefined || value === '';

export const number = (value, digits = 1) => (missing(value) ? '–' : numberFormat(digits).format(value));

/** Short, for axes: 12K. */
export const compact = (value) => compactFormat.format(value);

export const percent = (value) => (missing(value) ? '–' : `${number(value)} %`);

const HOUR_MINUTE = { hour: '2-digit', minute: '2-digit' };
export const hourMinute = (time) => dateFormat('hm', HOUR_MINUTE).format(new Date(time));
export const clock = (time) => dateFormat('hms', { ...HOUR_MINUTE, second: '2-digit' }).format(new Date(time));
export const day = (time) => dateFormat('day', { day: 'numeric', month: 'short' }).format(new Date(time));
export const dayAndTime = (time) =>
  dateFormat('full', { day: 'numeric', month: 'short', ...HOUR_MINUTE }).format(new Date(time));

/** The time alone if it is of today, else with its day. */
export function moment(time) {
  return day(time) === day(Date.now()) ? clock(time) : dayAndTime(time);
}

/** The other reading of the same time, for tooltips: UTC at hand. */
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
