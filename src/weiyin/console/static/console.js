// Charts: each element with `data-chart` shows the ECharts options written there. Nothing is
// evaluated: the options are JSON.
(() => {
  const draw = (root) => {
    for (const place of root.querySelectorAll("[data-chart]")) {
      if (!window.echarts || echarts.getInstanceByDom(place)) continue;
      const options = JSON.parse(place.dataset.chart);
      place.replaceChildren();
      // Rich text: an HTML tooltip would need inline styles, which our policy forbids.
      options.tooltip = { renderMode: "richText", confine: true, ...(options.tooltip || {}) };
      const chart = echarts.init(place);
      chart.setOption({ animation: false, ...options });
      addEventListener("resize", () => chart.resize());
    }
  };
  addEventListener("DOMContentLoaded", () => draw(document));
  document.addEventListener("htmx:afterSwap", (event) => draw(event.target));
  document.addEventListener("submit", (event) => {
    const words = event.target.dataset.confirm;
    if (words && !confirm(words)) event.preventDefault();
  });
})();
