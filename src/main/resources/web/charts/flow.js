// Who does what: a Sankey diagram from one column to another, as wide as there are clicks.

import { number } from '../format.js';
import { isChosen } from './bars.js';
import { textStyle, tooltip } from './style.js';

/** `left` and `right` are lists of {key, name, colour, filter}, `links` of {from, to, value} with their keys. */
export function flow(left, right, links, view) {
  const nodes = [...left.map((one) => ({ ...one, side: 'left' })), ...right.map((one) => ({ ...one, side: 'right' }))];
  const id = (side, key) => `${side}:${key}`;
  const byName = new Map(nodes.map((one) => [id(one.side, one.key), one]));
  const anyChosen = nodes.some((one) => isChosen(one.filter, view.state));
  const stands = (one) => !anyChosen || isChosen(one.filter, view.state);
  return {
    option: {
      aria: { enabled: false },
      tooltip: tooltip(view, ({ dataType, data }) => (dataType === 'edge'
        ? `${byName.get(data.source)?.name} → ${byName.get(data.target)?.name}\n${number(data.value)} clicks`
        : byName.get(data.name)?.name ?? '')),
      series: [{
        id: 'flow', type: 'sankey', draggable: false, layoutIterations: 0, cursor: 'pointer',
        left: 4.5 * view.look.rem, right: 5.5 * view.look.rem, top: 0.5 * view.look.rem, bottom: 0.5 * view.look.rem,
        nodeWidth: 0.8 * view.look.rem, nodeGap: 0.9 * view.look.rem, emphasis: { focus: 'adjacency' },
        data: nodes.map((one) => ({
          name: id(one.side, one.key), itemStyle: { color: one.colour, borderWidth: 0 },
          label: {
            ...textStyle(view, 0.8), color: view.look.text, position: one.side, formatter: one.name,
            fontWeight: isChosen(one.filter, view.state) ? 'bold' : 'normal',
          },
        })),
        links: links.map((link) => {
          const source = id('left', link.from);
          const target = id('right', link.to);
          const shown = stands(byName.get(source)) || stands(byName.get(target));
          return {
            source, target, value: link.value,
            lineStyle: { color: byName.get(target).colour, opacity: shown ? 0.45 : 0.12, curveness: 0.5 },
          };
        }),
      }],
    },
    pick: ({ dataType, data }) => byName.get(dataType === 'edge' ? data.source : data.name)?.filter,
  };
}
