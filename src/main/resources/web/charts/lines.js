// Values over time. The newest point may still grow: its part of the line is dashed.

import { compact, day, dayInUtc, hourMinute, inUtc, minuteInZone, number } from '../format.js';
import { currentZone, isUtc } from '../zone.js';
import { axisName, grid, legend, pattern, textStyle, tooltip, valueAxis } from './style.js';

const DAY_MS = 86400000;

/**
 * `series` is a list of {column, name, colour, filter}; `stacked` ones add up. `time` is the column of the rows' time,
 * `write` how a value is written; `isDay` if the time is a day without a clock.
 */
export function lines(rows, series, view, { stacked = false, time = 'minute', isDay = false, write = number } = {}) {
  const at = rows.map((row) => Date.parse(row[time]));
  const rowAt = new Map(at.map((moment, i) => [moment, rows[i]]));
  const last = rows.length - 1;
  const open = view.mayGrow && last > 0;
  const points = (column, from, to) => rows.slice(from, to).map((row, i) => [at[from + i], row[column]]);
  const parts = series.flatMap((one) => {
    const common = {
      type: 'line', name: one.name, showSymbol: rows.length === 1, symbol: 'circle', color: one.colour, connectNulls: false,
      itemStyle: { decal: stacked ? pattern(view, one.filter?.[1]) : undefined },
      triggerLineEvent: Boolean(one.filter), emphasis: { disabled: true },
      areaStyle: stacked || series.length === 1 ? { opacity: stacked ? 0.55 : 0.15 } : undefined,
    };
    const whole = {
      ...common, id: one.column, stack: stacked ? 'whole' : undefined, lineStyle: { width: 2 },
      data: points(one.column, 0, open ? last : last + 1),
    };
    const rest = {
      ...common, id: `${one.column} unfinished`, stack: stacked ? 'unfinished' : undefined,
      lineStyle: { width: 2, type: 'dashed' },
      areaStyle: common.areaStyle && { opacity: common.areaStyle.opacity / 2 },
      data: open ? points(one.column, last - 1, last + 1) : [],
    };
    return [whole, rest];
  });
  const told = (params) => {
    const row = rowAt.get(params[0]?.axisValue);
    if (!row) return '';
    const values = series.map((one) => `${one.name}: ${write(row[one.column])}`);
    if (stacked) values.push(`together: ${write(series.reduce((sum, one) => sum + row[one.column], 0))}`);
    const note = open && row === rows[last] ? ', may still grow' : '';
    const when = isDay ? row[time] : minuteInZone(row[time]);
    return [`${when}${note}`, ...(isDay || isUtc() ? [] : [inUtc(row[time])]), ...values].join('\n');
  };
  const filters = Object.fromEntries(series.map((one) => [one.name, one.filter]));
  return {
    option: {
      useUTC: isDay || isUtc(),
      aria: { enabled: false },
      grid: { ...grid(view, { top: series.length > 1 ? 2 : 0.6, right: 1 }), outerBoundsContain: 'all' },
      legend: series.length > 1 ? { ...legend(view), data: series.map((one) => one.name) } : { show: false },
      tooltip: tooltip(view, told, 'axis'),
      xAxis: {
        type: 'time', min: Math.min(at[0], rangeStart(view.answer)), max: at[last],
        ...axisName(view, isDay ? '' : currentZone()),
        axisLabel: { ...textStyle(view), hideOverlap: true, formatter: isDay ? axisDay : axisTime },
        axisLine: { lineStyle: { color: view.look.line } }, axisTick: { show: false }, splitLine: { show: false },
      },
      yAxis: valueAxis(view, compact),
      series: parts,
    },
    pick: (event) => filters[event.seriesName],
  };
}

/** Where the time begins that was asked for: there may be nothing to draw so far back. It is nowhere if it was not asked in minutes. */
export function rangeStart({ asOf, parameters }) {
  const MINUTE = 60000;
  if (!asOf || !parameters.minutes) return Infinity;
  return (Math.floor(Date.parse(asOf) / MINUTE) + 1 - Number(parameters.minutes)) * MINUTE;
}

/** The axis has marks within a day too. */
const axisDay = (time) => (time % DAY_MS === 0 ? dayInUtc(time) : '');

function axisTime(time) {
  const clock = hourMinute(time);
  return clock === '00:00' ? day(time) : clock;
}
