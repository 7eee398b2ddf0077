// One bar a row, the name left and the value right; and bars of several series.

import { compact, percent } from '../format.js';
import { categoryAxis, grid, legend, pattern, textStyle, tooltip, valueAxis } from './style.js';

/**
 * `label(row)`, `value(row)`, `write(row)` beside the bar and `tell(row)` in the tooltip; `filter(row)` is the
 * [name, value] that a click on the row sets, or null.
 */
export function bars(rows, { label, value, write, tell, filter = () => null, colour }, view) {
  const filters = rows.map(filter);
  const anyChosen = filters.some((one) => isChosen(one, view.state));
  const faint = (i) => anyChosen && !isChosen(filters[i], view.state);
  return {
    option: {
      aria: { enabled: false },
      grid: grid(view, { top: 0.1, right: 4.5, bottom: 0.1, left: 0 }),
      tooltip: tooltip(view, ({ dataIndex }) => (rows[dataIndex] ? tell(rows[dataIndex]) : '')),
      xAxis: { type: 'value', min: 0, show: false },
      yAxis: {
        ...categoryAxis(view, rows.map((_, i) => i), {
          formatter: (i) => (rows[i] ? label(rows[i]) : ''), width: 8.5 * view.look.rem, overflow: 'truncate',
          color: view.look.text, interval: 0, fontSize: Math.round(0.8 * view.look.rem),
        }),
        inverse: true, triggerEvent: true, axisLine: { show: false },
      },
      series: [{
        id: 'bars', type: 'bar', barWidth: '62%', emphasis: { disabled: true },
        cursor: filters.some(Boolean) ? 'pointer' : 'default',
        label: {
          show: true, position: 'right', ...textStyle(view, 0.8), color: view.look.text,
          formatter: ({ dataIndex }) => (rows[dataIndex] ? write(rows[dataIndex]) : ''),
        },
        data: rows.map((row, i) => ({
          value: value(row),
          itemStyle: { color: colour?.(row) ?? view.look.main, opacity: faint(i) ? 0.35 : 1, borderRadius: [0, 3, 3, 0] },
        })),
      }],
    },
    pick: (event) => filters[event.componentType === 'yAxis' ? Number(event.value) : event.dataIndex],
  };
}

/**
 * Bars for each of `labels`, standing side by side or, if `stacked`, lying and adding up to 100 percent; `series` is a
 * list of {name, colour, values, type, filter}, with a pattern if it has an event `type`. `pickLabel(i)` is the filter
 * of a label and its bars.
 */
export function columns(labels, series, view, { stacked = false, write = percent, top, pickLabel } = {}) {
  const told = (params) => [labels[params[0]?.dataIndex], ...series.map((one) =>
    `${series.length > 1 ? `${one.name}: ` : ''}${write(one.values[params[0]?.dataIndex])}`)].join('\n');
  const chosen = labels.map((_, i) => isChosen(pickLabel?.(i), view.state));
  const anyChosen = chosen.some(Boolean);
  const names = { ...categoryAxis(view, labels, stacked ? { interval: 0, color: view.look.text } : { hideOverlap: true }), triggerEvent: true };
  const values = { ...valueAxis(view, write === percent ? percent : compact), max: top, interval: top && top / 4 };
  return {
    option: {
      aria: { enabled: false },
      grid: grid(view, { top: series.length > 1 ? 2 : 0.6, right: stacked ? 1.5 : 0.5 }),
      legend: series.length > 1 ? { ...legend(view), data: series.map((one) => one.name) } : { show: false },
      tooltip: { ...tooltip(view, told, 'axis'), axisPointer: { type: 'none' } },
      xAxis: stacked ? values : names,
      yAxis: stacked ? { ...names, inverse: true } : values,
      series: series.map((one) => ({
        id: one.name, name: one.name, type: 'bar', stack: stacked ? 'all' : undefined, color: one.colour,
        itemStyle: { decal: pattern(view, one.type) },
        barCategoryGap: series.length > 1 ? '35%' : '18%', barGap: '8%', emphasis: { disabled: true },
        cursor: one.filter || pickLabel ? 'pointer' : 'default',
        data: one.values.map((value, i) => ({ value, itemStyle: { opacity: anyChosen && !chosen[i] ? 0.35 : 1 } })),
      })),
    },
    pick: (event) => (event.componentType === 'series'
      ? pickLabel?.(event.dataIndex) ?? series[event.seriesIndex]?.filter
      : pickLabel?.(labels.indexOf(event.value))),
  };
}

export function isChosen(filter, state) {
  return Boolean(filter) && state[filter[0]] === String(filter[1]);
}
