// The time zone that times are shown in: the browser's own, or UTC.

const UTC = 'UTC';
const OTHER_NAMES_OF_UTC = /^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal|Greenwich|GMT[+-]?0)$/;

/** Some browsers name a zone, such as Etc/Unknown, with which they cannot calculate themselves; some name none. */
function askBrowser() {
  let name;
  try {
    name = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!name) throw new RangeError('no zone');
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return { zone: OTHER_NAMES_OF_UTC.test(name) ? UTC : name, problem: null };
  } catch {
    const says = name ? `gives its time zone as “${name}”, which it does not know itself` : 'does not say its time zone';
    return { zone: UTC, problem: `Times are in UTC: this browser ${says}. Set the time zone of the device to see its times.` };
  }
}

/** `zone` is the browser's, or UTC if there is a `problem`, a sentence. */
export const readers = askBrowser();

let zone = readers.zone;
const unknownToClickHouse = new Set();

/** All times from now on are those of this zone. */
export function useZone(name) {
  zone = name;
}

export const currentZone = () => zone;

/** The zone for what ClickHouse counts by the clock: it may not have the newest zones, nor offsets such as +05:30. */
export const zoneToAsk = () => (unknownToClickHouse.has(zone) ? UTC : zone);

export const isUtc = () => zone === UTC;

/** @return whether this is news */
export function notInClickHouse(name) {
  if (name === UTC || unknownToClickHouse.has(name)) return false;
  unknownToClickHouse.add(name);
  return true;
}

/** What a reader has to know of the zone, or null. */
export function zoneProblem() {
  return unknownToClickHouse.has(zone)
    ? `ClickHouse does not know the time zone ${zone}: hours of the week, and the points of charts, begin by UTC.`
    : readers.problem;
}
