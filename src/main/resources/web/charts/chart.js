// One ECharts instance in one box: made once, drawn again with each answer, and only while it can be seen.

let library; // more than all the rest of the page: it runs when the first questions are asked, not before

const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) {
    library?.then((echarts) => echarts.getInstanceByDom(entry.target)?.resize());
  }
});

function loadLibrary() {
  library ??= import('../echarts/echarts.esm.min.mjs');
  return library;
}

export class Chart {
  #box;
  #instance = null;
  #drawn = null;
  #pick = () => null;
  #chosen;

  /** @param chosen called with filter and value when somebody clicks on a part of the chart that stands for one */
  constructor(box, chosen) {
    this.#box = box;
    this.#chosen = chosen;
  }

  /** Draws `{option, pick}`; `pick` tells which [filter, value] an event of ECharts stands for. */
  async draw({ option, pick }) {
    this.#drawn = option;
    const echarts = await loadLibrary();
    if (this.#drawn !== option) return; // a newer one came while the library was on its way
    this.#pick = pick ?? (() => null);
    this.#instance ??= this.#create(echarts);
    this.#instance.setOption({ animation: false, ...option }, { replaceMerge: ['series'] });
  }

  /** Its box goes. */
  close() {
    this.#drawn = null;
    sizes.unobserve(this.#box);
    this.#instance?.dispose();
    this.#instance = null;
  }

  #create(echarts) {
    const instance = echarts.init(this.#box, null, { renderer: 'canvas' });
    instance.on('click', (event) => {
      const picked = this.#pick(event);
      if (picked) this.#chosen(...picked);
    });
    sizes.observe(this.#box);
    return instance;
  }
}
