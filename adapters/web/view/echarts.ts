/** ECharts with what the pictures need: bars, points, axes, lines across, SVG. `echarts/charts` would load every chart there is. */
import 'echarts/lib/chart/bar.js';
import 'echarts/lib/chart/scatter.js';
import 'echarts/lib/component/gridSimple.js';
import 'echarts/lib/component/markLine.js';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use(SVGRenderer);

/** @returns the SVG of an option; every number of it is known, so nothing moves */
export function renderSvg(option: object, width: number, height: number): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawn.setOption({ animation: false, ...option });
  const svg = drawn.renderToSVGString({ useViewBox: true });
  drawn.dispose();
  return svg;
}
