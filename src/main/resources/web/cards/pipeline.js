// The health of the pipeline. The cards `pipeline-…` without a question are parts of /api/pipeline.

import { lines } from '../charts/lines.js';
import { duration, momentInZone, number } from '../format.js';
import { column } from '../table.js';

const OUTCOMES = { rolled_back: 'rolled back', approved: 'approved, and live after the next look at the bucket' };

const PHASES = {
  OPENING: 'finding where to begin',
  IDLE: 'all is stored',
  FORMING: 'gathering a batch',
  HELD: 'held',
  IN_FLIGHT: 'being stored',
  RETRYING: 'tried again',
  ELSEWHERE: 'of another instance',
};

function phaseText(phase, { lane }) {
  const tries = lane?.failures ? ` after ${number(lane.failures)} failures` : '';
  return `${PHASES[phase] ?? phase}${tries}${lane?.lastError ? `: ${lane.lastError}` : ''}`;
}

export const pipelineCards = {
  'pipeline-batches': {
    columns: [column('time', 'From', 'time'), column('clicks_per_second', 'Clicks per second'), column('batches', 'Batches'),
      column('rows_per_batch', 'Rows per batch'), column('delay_p50_seconds', 'Delay p50', 'seconds'),
      column('delay_p99_seconds', 'Delay p99', 'seconds')],
    captions: ['Clicks written per second', 'Delay from Kafka to visible, in seconds'],
    none: 'No batch was written in this range.',
    isEmpty: (rows) => !rows.some((row) => row.batches),
    answer: (rows, { mayGrow }) => {
      const over = rows.filter((row, i) => row.batches && !(mayGrow && i === rows.length - 1));
      const newest = over.at(-1) ?? rows.at(-1);
      return `${number(newest.clicks_per_second)} clicks per second in batches of ${number(newest.rows_per_batch, 0)}; ${newest.delay_p50_seconds === null ? 'how late is not known' : `visible after ${duration(newest.delay_p50_seconds)} (p50), ${duration(newest.delay_p99_seconds)} (p99)`}.`;
    },
    charts: [
      (rows, view) => lines(rows, [{ column: 'clicks_per_second', name: 'clicks per second', colour: view.look.main }], view, { time: 'time' }),
      (rows, view) => lines(rows, [
        { column: 'delay_p50_seconds', name: 'p50', colour: view.look.main },
        { column: 'delay_p99_seconds', name: 'p99', colour: view.look.second }], view, { time: 'time', write: duration }),
    ],
  },

  'dead-letters-by-reason': {
    ofTile: true,
    request: { spanOfItsOwn: true },
    columns: [column('reason', 'Reason', 'text'), column('field', 'Field', 'text'), column('dead_letters', 'All'),
      column('recent', 'Last hour'), column('before', 'Hour before'), column('newest', 'Newest', 'time')],
    none: 'None: every record has kept the contract.',
    answer: (rows) => `${number(rows.reduce((sum, row) => sum + row.dead_letters, 0))} records broke the contract. “./clickreel dead-letters” shows them and moves them back.`,
  },

  'dim-film-refreshes': {
    request: { limit: 5 },
    columns: [column('refreshed_at', 'When', 'time'), column('outcome', 'Outcome', 'text', { write: (outcome) => OUTCOMES[outcome] ?? outcome }), column('rows', 'Films in the file'),
      column('live_rows', 'Films before'), column('reason', 'Reason', 'text'), column('object_key', 'File', 'text'),
      column('duration_ms', 'Took', 'number', { write: (ms) => `${number(ms, 0)} ms` })],
    none: 'The films have not been loaded yet.',
    answer: (rows) => {
      const live = rows.find((row) => row.outcome === 'loaded' || row.outcome === 'rolled_back');
      const films = live ? `${number(live.rows)} films, ${OUTCOMES[live.outcome] ?? live.outcome} ${momentInZone(live.refreshed_at)}.` : 'No film file was loaded yet.';
      return rows[0] === live ? films : `${films} The newest try: ${OUTCOMES[rows[0].outcome] ?? rows[0].outcome}.`;
    },
  },

  'pipeline-partitions': {
    part: 'partitions',
    columns: [column('topic', 'Topic', 'text'), column('partition', 'Partition', 'id'), column('lag', 'Lag'),
      column('deliveredOffset', 'Delivered up to'), column('endOffset', 'End of the topic'), column('phase', 'State', 'text', { write: phaseText })],
    none: 'The topic has no partitions yet.',
    answer: (rows) => {
      const lag = rows.reduce((sum, row) => sum + (row.lag ?? 0), 0);
      const held = rows.reduce((sum, row) => sum + (row.held ?? 0), 0);
      const why = held === 0 ? '' : `, ${number(held)} of them behind an open transaction (see checks)`;
      return lag === 0 ? 'Nothing waits in Kafka.' : `${number(lag)} records wait in Kafka${why}.`;
    },
  },

  'pipeline-routes': {
    part: 'routes',
    columns: [column('id', 'Route', 'text'), column('state', 'State', 'text'), column('exchanges', 'Exchanges'),
      column('failures', 'Failures'), column('uptimeSeconds', 'Up for', 'seconds'), column('lastFailure', 'Last failure', 'text'),
      column('description', 'What it does', 'text')],
    none: 'There are no routes.',
    answer: (rows) => {
      // Those of streams that are off are no news.
      const wanted = rows.filter((row) => row.state !== 'Off');
      const others = wanted.filter((row) => row.state !== 'Started');
      return others.length ? `Not running: ${others.map((row) => `${row.id} (${row.state})`).join(', ')}.` : `All ${number(wanted.length)} routes run.`;
    },
  },

  'pipeline-checks': {
    part: 'checks',
    columns: [column('name', 'Check', 'text'), column('state', 'State', 'text'), column('message', 'What it says', 'text')],
    none: 'There are no checks.',
    answer: (rows) => {
      const degraded = rows.filter((row) => row.state === 'DEGRADED');
      const down = rows.filter((row) => row.state !== 'UP' && row.state !== 'DEGRADED');
      const told = (some, what) => (some.length ? [`${number(some.length)} of ${number(rows.length)} checks ${what}: ${some.map((row) => row.name).join(', ')}.`] : []);
      const sentences = [...told(down, 'fail'), ...told(degraded, 'warn')];
      return sentences.length ? sentences.join(' ') : `All ${number(rows.length)} checks are well.`;
    },
  },
};
