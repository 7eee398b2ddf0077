// Two dimensions at once: the darker (on a dark page: the brighter) a cell, the more there is.

import { axisName, categoryAxis, grid, textStyle, tooltip } from './style.js';

/** `cells` is a list of {x, y, value}, with places in `xs` and `ys`; `tell(cell)` is the tooltip, `name` that of the x axis. */
export function heat(xs, ys, cells, { tell, write, name }, view, { label = false, turned = 0 } = {}) {
  const most = Math.max(...cells.map((cell) => cell.value ?? 0), 0.001);
  const { rem } = view.look;
  return {
    option: {
      aria: { enabled: false },
      grid: { ...grid(view, { top: 0.2, right: 0.2, bottom: 2.2 }), outerBoundsContain: 'all' },
      tooltip: tooltip(view, ({ dataIndex }) => (cells[dataIndex] ? tell(cells[dataIndex]) : '')),
      xAxis: {
        ...categoryAxis(view, xs, { rotate: turned, hideOverlap: true }), axisLine: { show: false },
        ...(name ? axisName(view, name) : {}),
      },
      yAxis: { ...categoryAxis(view, ys, { interval: 0 }), inverse: true, axisLine: { show: false } },
      visualMap: {
        show: cells.some((cell) => cell.value), min: 0, max: most, calculable: false, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 0.7 * rem, itemHeight: 9 * rem,
        inRange: { color: [view.look.coldest, view.look.middle, view.look.hottest] },
        text: [write(most), '0'], textStyle: textStyle(view),
      },
      series: [{
        id: 'heat', type: 'heatmap', emphasis: { disabled: true }, itemStyle: { borderColor: view.look.card, borderWidth: 1 },
        label: {
          show: label, ...textStyle(view), formatter: ({ dataIndex }) => (cells[dataIndex] ? write(cells[dataIndex].value) : ''),
        },
        data: cells.map((cell) => ({
          value: [cell.x, cell.y, cell.value ?? '-'],
          label: { color: cell.value > most * 0.55 ? view.look.card : view.look.text },
        })),
      }],
    },
  };
}
