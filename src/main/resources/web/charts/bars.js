// One bar a row, lying, the name left and the value right; and groups of them, standing.

import { compact, percent } from '../format.js';
import { categoryAxis, grid, legend, patterns, textStyle, tooltip, valueAxis } from './style.js';

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

/** Standing bars: one for each label, `series` a list of {name, colour, values, filter}; `stacked` to 100 percent. */
export function columns(labels, series, view, { stacked = false, write = percent, top, pickLabel } = {}) {
  const told = (params) => [labels[params[0]?.dataIndex], ...series.map((one) =>
    `${series.length > 1 ? `${one.name}: ` : ''}${write(one.values[params[0]?.dataIndex])}`)].join('\n');
  const chosen = pickLabel && labels.map((_, i) => isChosen(pickLabel(i), view.state));
  const anyChosen = chosen?.some(Boolean);
  return {
    option: {
      aria: series.length > 1 ? patterns(view) : { enabled: false },
      grid: grid(view, { top: series.length > 1 ? 2 : 0.6 }),
      legend: series.length > 1 ? { ...legend(view), data: series.map((one) => one.name) } : { show: false },
      tooltip: { ...tooltip(view, told, 'axis'), axisPointer: { type: 'none' } },
      xAxis: { ...categoryAxis(view, labels, { hideOverlap: true }), triggerEvent: true },
      yAxis: { ...valueAxis(view, top === 100 ? (value) => `${value} %` : compact), max: top },
      series: series.map((one) => ({
        id: one.name, name: one.name, type: 'bar', stack: stacked ? 'all' : undefined, color: one.colour,
        barCategoryGap: series.length > 1 ? '30%' : '18%', barGap: '8%', emphasis: { disabled: true },
        cursor: one.filter || pickLabel ? 'pointer' : 'default',
        data: one.values.map((value, i) => ({ value, itemStyle: { opacity: anyChosen && !chosen[i] ? 0.35 : 1 } })),
      })),
    },
    pick: (event) => (event.componentType === 'xAxis'
      ? pickLabel?.(labels.indexOf(event.value))
      : pickLabel?.(event.dataIndex) ?? series[event.seriesIndex]?.filter),
  };
}

export function isChosen(filter, state) {
  return Boolean(filter) && state[filter[0]] === String(filter[1]);
}
