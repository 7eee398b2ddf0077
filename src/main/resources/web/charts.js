// Small charts without a library. Text is only ever set as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';
const number = new Intl.NumberFormat('en');

export const format = (value) =>
  value === null || value === undefined ? '–' : typeof value === 'number' ? number.format(value) : String(value);

export const time = (iso) => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** A table; the column named `bar` also shows its value as a bar. */
export function table(rows, columns, bar) {
  const greatest = bar ? Math.max(1, ...rows.map((row) => row[bar])) : 1;
  const isText = (key) => rows.some((row) => typeof row[key] === 'string');
  const cell = (row, key) => {
    const td = element('td', isText(key) ? { class: 'text' } : {}, format(row[key]));
    if (key === bar) {
      td.append(svg('svg', { class: 'bar', viewBox: '0 0 100 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', { width: (100 * row[key]) / greatest, height: 1 })));
    }
    return td;
  };
  const head = element('tr', {}, ...Object.entries(columns).map(([key, title]) =>
    element('th', isText(key) ? { scope: 'col', class: 'text' } : { scope: 'col' }, title)));
  const body = rows.map((row) => element('tr', {}, ...Object.keys(columns).map((key) => cell(row, key))));
  return element('div', { class: 'scroll' },
    element('table', {}, element('thead', {}, head), element('tbody', {}, ...body)));
}

/** Lines over time; `series` maps a column to its title. The newest value of each stands in the legend. */
export function lines(rows, series) {
  const keys = Object.keys(series);
  const greatest = Math.max(1, ...rows.flatMap((row) => keys.map((key) => row[key])));
  const step = 100 / Math.max(1, rows.length - 1);
  const path = (key) => rows
    .map((row, i) => `${i ? 'L' : 'M'}${(i * step).toFixed(2)} ${(50 - (48 * row[key]) / greatest).toFixed(2)}`).join('');
  const summary = keys.map((key) => `${series[key]} ${format(rows.at(-1)[key])}`).join(', ');
  const chart = svg('svg', { class: 'lines', viewBox: '0 0 100 51', preserveAspectRatio: 'none', role: 'img',
    'aria-label': `From ${time(rows[0].minute)} to ${time(rows.at(-1).minute)}, highest ${format(greatest)}; newest: ${summary}` },
    ...keys.map((key, i) => svg('path', { class: `s${i}`, d: path(key) })));
  const legend = element('ul', { class: 'legend' }, ...keys.map((key, i) => element('li', {},
    svg('svg', { viewBox: '0 0 28 8', 'aria-hidden': 'true' }, svg('path', { class: `s${i}`, d: 'M0 4L28 4' })),
    `${series[key]}: ${format(rows.at(-1)[key])}`)));
  const axis = element('div', { class: 'axis' }, element('span', {}, time(rows[0].minute)),
    element('span', {}, `highest ${format(greatest)}`), element('span', {}, time(rows.at(-1).minute)));
  return element('div', {}, chart, axis, legend);
}
