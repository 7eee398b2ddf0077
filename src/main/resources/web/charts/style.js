// What all charts have in common: text, axes, tooltips. Tooltips are drawn on the canvas: as HTML they would bring
// style attributes, which the page's content security policy refuses.

export function textStyle(view, size = 0.75) {
  return { color: view.look.quiet, fontFamily: view.look.font, fontSize: Math.round(size * view.look.rem) };
}

export function tooltip(view, formatter, trigger = 'item') {
  return {
    trigger,
    renderMode: 'richText',
    confine: true,
    transitionDuration: 0,
    backgroundColor: view.look.card,
    borderColor: view.look.line,
    padding: 0.6 * view.look.rem,
    textStyle: { ...textStyle(view, 0.8), color: view.look.text, lineHeight: 1.2 * view.look.rem },
    axisPointer: { type: 'line', lineStyle: { color: view.look.quiet }, label: { show: false } },
    formatter,
  };
}

export function valueAxis(view, formatter) {
  return {
    type: 'value',
    min: 0,
    splitNumber: 3,
    axisLabel: { ...textStyle(view), formatter },
    splitLine: { lineStyle: { color: view.look.line } },
  };
}

export function categoryAxis(view, labels, others = {}) {
  return {
    type: 'category',
    data: labels,
    axisLabel: { ...textStyle(view), ...others },
    axisLine: { lineStyle: { color: view.look.line } },
    axisTick: { show: false },
  };
}

/** What the numbers of an axis are of, below them. */
export function axisName(view, name) {
  return { name, nameLocation: 'middle', nameGap: 1.4 * view.look.rem, nameTextStyle: textStyle(view, 0.7) };
}

export function legend(view) {
  return {
    show: true, top: 0, left: 0, type: 'scroll', icon: 'roundRect', selectedMode: false,
    itemWidth: 0.75 * view.look.rem, itemHeight: 0.75 * view.look.rem, itemGap: 0.9 * view.look.rem,
    textStyle: textStyle(view), inactiveColor: view.look.line,
  };
}

/** Room around the plot, in rem. */
export function grid(view, { top = 0.5, right = 0.5, bottom = 0.25, left = 0.25 } = {}) {
  const { rem } = view.look;
  return { top: top * rem, right: right * rem, bottom: bottom * rem, left: left * rem, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' };
}

/** A pattern beside the colour of each event type, for those who cannot tell the colours apart. */
export function pattern(view, type) {
  const { pattern: color } = view.look;
  return {
    detail_view: { color, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
    watch_trailer: { color, symbol: 'circle', dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], symbolSize: 0.6 },
    add_to_watchlist: { color, dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: Math.PI / 4 },
  }[type];
}
