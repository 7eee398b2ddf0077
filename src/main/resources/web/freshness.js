// Is what we see new? The line under the title, and a notice if there is no click, or none of the last minute.

import { byId, setOrHide, setText } from './dom.js';
import { duration, momentInZone } from './format.js';
import { zoneProblem } from './zone.js';

const STALE_AFTER_SECONDS = 60;

let newest = null; // {time, ageSeconds, asOf, at}: as Clickreel's clock has it, and when that was by ours
let empty = false;

export function heardTotals({ asOf, rows: [totals] }) {
  if (!totals) return;
  empty = totals.total_clicks === 0;
  if (newest?.asOf === asOf) return; // the same answer again has become older
  newest = totals.newest_event
    ? { time: totals.newest_event, ageSeconds: totals.newest_event_age_seconds, asOf, at: performance.now() } : null;
}

/** To be called each second. */
export function showFreshness({ paused, stream }, lastGoodAt) {
  const age = newest && newest.ageSeconds + Math.floor((performance.now() - newest.at) / 1000);
  const last = lastGoodAt ? ` Last answer at ${momentInZone(lastGoodAt)}.` : '';
  setText(byId('freshness'), paused ? `Paused.${last}` : last.trim() || 'Asking for the first answers …');
  setOrHide(byId('old'), !stream && age > STALE_AFTER_SECONDS
    ? `The newest click is ${duration(age)} old (${momentInZone(newest.time)}). What is shown ends there.` : null);
  byId('empty').hidden = Boolean(stream) || !empty;
  setOrHide(byId('zone-problem'), zoneProblem());
}
