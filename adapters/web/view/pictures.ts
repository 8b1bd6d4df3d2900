/** Pictures of a plan as SVG, drawn on the server in the colours of the page; a table with the same numbers stands behind each. */
import { html } from 'hono/html';
import type { MonthCount, UnitCount } from './facts.ts';
import { formatMonth, type Html, type View } from './view.ts';

/** 2024-07 as 24.7: what fits under a bar. */
const shortMonth = (month: string) => `${month.slice(2, 4)}.${Number(month.slice(5))}`;

/** Months since year 0. */
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

const barsHeight = 60;

/** Bars by month, ★ in the accent; the sentence for who can't see it names every number. */
export function monthBars(view: View, months: readonly MonthCount[]): Html {
  const { say } = view;
  const most = Math.max(1, ...months.map(({ count }) => count));
  const step = 50;
  const width = Math.max(step * 3, months.length * step);
  const bars = months.map(({ month, count, starred }, index) => {
    const x = index * step + 12;
    const height = Math.max(2, (count / most) * barsHeight);
    const starHeight = (starred / most) * barsHeight;
    return html`<rect class="bar" x="${x}" y="${barsHeight - height}" width="26" height="${height}"/><rect class="accent" x="${x}" y="${barsHeight - starHeight}" width="26" height="${starHeight}"/><text class="value" x="${x + 13}" y="${barsHeight - height - 4}">${count}</text><text class="label" x="${x + 13}" y="${barsHeight + 14}">${shortMonth(month)}</text>`;
  });
  const described = months
    .map(({ month, count }) => `${formatMonth(view, month)} ${say('count', { count })}`)
    .join('，');
  return html`<svg class="picture months" viewBox="0 -16 ${width} ${barsHeight + 36}" role="img" aria-label="${described}">${bars}<line class="axis" x1="4" x2="${width - 4}" y1="${barsHeight + 0.5}" y2="${barsHeight + 0.5}"/></svg>`;
}

/** Of a phone, where letters of a wide picture would be too small to read. */
type Width = 'screen' | 'phone';

const pictureClass: Record<Width, string> = { screen: 'picture wide', phone: 'picture' };

const rowHeight = 26;
const loadWidths = { screen: { name: 150, bar: 420, count: 130 }, phone: { name: 118, bar: 150, count: 52 } };

/** One row for each unit: what it leads in the accent of ink, what it helps with lighter; the numbers at its end. */
export function loadBars(
  units: readonly (UnitCount & { label: string })[],
  labels: { leads: string; helps: string },
  width: Width,
): Html {
  const most = Math.max(1, ...units.map(({ leads, helps }) => leads + helps));
  const { name: nameWidth, bar: barWidth, count: countWidth } = loadWidths[width];
  const scale = (count: number) => (count / most) * barWidth;
  const numbers = ({ leads, helps }: UnitCount) => {
    if (width === 'phone') return `${leads} + ${helps}`;
    return [leads ? `${labels.leads} ${leads}` : '', helps ? `${labels.helps} ${helps}` : '']
      .filter(Boolean)
      .join(' · ');
  };
  const rows = units.map((unit, index) => {
    const { label, leads, helps } = unit;
    const y = index * rowHeight;
    const total = scale(leads + helps);
    return html`<text class="name" x="${nameWidth - 10}" y="${y + 16}">${label}</text><rect class="ink" x="${nameWidth}" y="${y + 4}" width="${scale(leads)}" height="16"/><rect class="bar" x="${nameWidth + scale(leads)}" y="${y + 4}" width="${scale(helps)}" height="16"/><text class="count" x="${nameWidth + total + 6}" y="${y + 16}">${numbers(unit)}</text>`;
  });
  return html`<svg class="${pictureClass[width]}" viewBox="0 0 ${nameWidth + barWidth + countWidth} ${units.length * rowHeight + 4}" role="img" aria-label="${units.map(({ label, leads, helps }) => `${label} ${labels.leads} ${leads} ${labels.helps} ${helps}`).join('，')}">${rows}</svg>`;
}

export interface TimelineRow {
  label: string;
  months: readonly MonthCount[];
}

const timelineWidths = {
  screen: { left: 170, width: 520, edge: 24, right: 30, radius: [8, 10] },
  phone: { left: 84, width: 230, edge: 16, right: 8, radius: [8, 4] },
} as const;

/** Circles on a true scale of time, one row for each group; today as a line, or an arrow where it lies outside. */
export function timeline(view: View, rows: readonly TimelineRow[], today: string, size: Width): Html {
  const all = rows.flatMap(({ months }) => months);
  const numbers = all.map(({ month }) => monthNumber(month));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const most = Math.max(1, ...all.map(({ count }) => count));
  const { left, width, edge, right, radius: radii } = timelineWidths[size];
  const [height, top] = [44, 26];
  const x = (number: number) => left + edge + ((number - first) / Math.max(1, last - first)) * (width - 2 * edge);
  const months = [...new Set(all.map(({ month }) => month))].sort();
  const bottom = top + rows.length * height;
  const now = monthNumber(today);
  const isInside = now >= first && now <= last;
  const nowX = isInside ? x(now) : now > last ? left + width : left;
  const grid = months.map(
    (month) =>
      html`<line class="grid" x1="${x(monthNumber(month))}" x2="${x(monthNumber(month))}" y1="${top}" y2="${bottom}"/><text class="label" x="${x(monthNumber(month))}" y="${top - 8}">${shortMonth(month)}</text>`,
  );
  const lines = rows.map(({ label, months: counts }, index) => {
    const y = top + index * height + height / 2;
    const dots = counts.map(({ month, count, starred }) => {
      const radius = radii[0] + (count / most) * radii[1];
      const cx = x(monthNumber(month));
      return html`<circle class="${starred ? 'dot starred' : 'dot'}" cx="${cx}" cy="${y}" r="${radius}"/><text class="value" x="${cx}" y="${y + 4}">${count}</text>`;
    });
    return html`<line class="axis" x1="${left}" x2="${left + width}" y1="${y}" y2="${y}"/><text class="name" x="${left - 10}" y="${y + 4}">${label}</text>${dots}`;
  });
  const todayText = isInside ? view.say('today') : now > last ? `${view.say('today')} →` : `← ${view.say('today')}`;
  const described = rows
    .map(
      ({ label, months: counts }) =>
        `${label}：${counts.map(({ month, count }) => `${formatMonth(view, month)} ${count}`).join('，')}`,
    )
    .join('；');
  return html`<svg class="${pictureClass[size]}" viewBox="0 0 ${left + width + right} ${bottom + 22}" role="img" aria-label="${described}">${grid}${lines}<line class="today" x1="${nowX}" x2="${nowX}" y1="${top}" y2="${bottom}"/><text class="today-label" x="${Math.min(nowX, left + width + right - 24)}" y="${bottom + 16}">${todayText}</text></svg>`;
}
