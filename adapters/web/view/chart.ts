/** A picture of the page as SVG: rendered once by ECharts, in the colours of the page and without inline styles. */
import { raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { LruMap } from '../../../src/shared/lru-map.ts';

export interface Chart {
  width: number;
  height: number;
  /** What the picture shows, for who can't see it. */
  described: string;
  /** Of the `<svg>`. */
  className: string;
  /** For ECharts. Colours may be variables of the page, such as `var(--ink)`; functions depend on their arguments only. */
  option: object;
}

/** Pictures of a few plans, in both widths. */
const kept = new LruMap<string, string>(100);

const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The policy of the page forbids style attributes and elements; its own sheet sets the font. */
const withoutStyles = (svg: string) =>
  svg
    .replace(/<style[\s>].*?<\/style>/gs, '')
    .replace(/ style="font-size:([^;"]+);[^"]*"/g, ' font-size="$1"')
    .replace(/ (?:style|class|ecmeta_\w+|pointer-events)="[^"]*"/g, '');

export async function chart({ width, height, described, className, option }: Chart): Promise<HtmlEscapedString> {
  const key = JSON.stringify([width, height, option]);
  let svg = kept.get(key);
  if (svg === undefined) {
    const { renderSvg } = await import('./echarts.ts');
    svg = withoutStyles(renderSvg(option, width, height));
    kept.set(key, svg);
  }
  return raw(svg.replace('<svg', () => `<svg class="${className}" role="img" aria-label="${quoted(described)}"`));
}
