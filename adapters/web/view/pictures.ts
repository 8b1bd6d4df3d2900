/** Pictures of a plan for ECharts: tasks by month, the load of units, groups on a line of time. A table with the same numbers stands behind each. */
import { chart } from './chart.ts';
import type { MonthCount, UnitCount } from './facts.ts';
import { formatMonth, type Html, type View } from './view.ts';

/** Of a phone, where letters of a wide picture would be too small to read. */
type Width = 'screen' | 'phone';

const pictureClass: Record<Width, string> = { screen: 'picture wide', phone: 'picture' };
const bare = { axisTick: { show: false }, splitLine: { show: false }, axisLine: { show: false } };
const named = (data: readonly string[], width: number) => ({
  ...bare,
  ...{ type: 'category', inverse: true, data },
  axisLabel: { color: 'var(--ink)', width, overflow: 'truncate', interval: 0 },
});
const hidden = { type: 'value', show: false };
const text = (shown: string, color: string, position: string) => ({ show: true, formatter: shown, color, position });

/** 2024-07 as 24.7: what fits under a bar. */
const shortMonth = (month: string) => `${month.slice(2, 4)}.${Number(month.slice(5))}`;

/** Bars by month, ★ in the accent. */
export function monthBars(view: View, months: readonly MonthCount[]): Html {
  const bars = { type: 'bar', stack: 'tasks', barWidth: 26, silent: true };
  const option = {
    grid: { left: 4, right: 4, top: 16, bottom: 20 },
    xAxis: {
      ...{ ...bare, type: 'category', data: months.map(({ month }) => shortMonth(month)) },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      axisLabel: { color: 'var(--soft)', interval: 0 },
    },
    yAxis: hidden,
    series: [
      { ...bars, itemStyle: { color: 'var(--seal)' }, data: months.map(({ starred }) => starred) },
      {
        ...{ ...bars, itemStyle: { color: 'var(--bar)' } },
        data: months.map(({ count, starred }) => ({
          value: count - starred,
          label: text(`${count}`, 'var(--ink)', 'top'),
        })),
      },
    ],
  };
  const described = months
    .map(({ month, count }) => `${formatMonth(view, month)} ${view.say('count', { count })}`)
    .join('，');
  return chart({ width: Math.max(3, months.length) * 66, height: 126, described, className: 'picture months', option });
}

const rowHeight = 26;
const loadWidths = { screen: { name: 150, bar: 385, count: 165 }, phone: { name: 118, bar: 150, count: 52 } };

/** One row for each unit: what it leads in the accent of ink, what it helps with lighter; the numbers at its end. */
export function loadBars(
  units: readonly (UnitCount & { label: string })[],
  labels: { leads: string; helps: string },
  width: Width,
): Html {
  const { name, bar, count } = loadWidths[width];
  const bars = { type: 'bar', stack: 'tasks', barWidth: 16, silent: true };
  const numbers = ({ leads, helps }: UnitCount) => {
    if (width === 'phone') return `${leads} + ${helps}`;
    return [leads ? `${labels.leads} ${leads}` : '', helps ? `${labels.helps} ${helps}` : '']
      .filter(Boolean)
      .join(' · ');
  };
  const option = {
    grid: { left: name, right: count, top: 0, bottom: 0 },
    xAxis: hidden,
    yAxis: named(
      units.map(({ label }) => label),
      name - 10,
    ),
    series: [
      { ...bars, itemStyle: { color: 'var(--strong)' }, data: units.map(({ leads }) => leads) },
      {
        ...{ ...bars, itemStyle: { color: 'var(--bar)' } },
        data: units.map((unit) => ({ value: unit.helps, label: text(numbers(unit), 'var(--soft)', 'right') })),
      },
    ],
  };
  const described = units
    .map(({ label, leads, helps }) => `${label} ${labels.leads} ${leads} ${labels.helps} ${helps}`)
    .join('，');
  const height = units.length * rowHeight + 4;
  return chart({ width: name + bar + count, height, described, className: pictureClass[width], option });
}

export interface TimelineRow {
  label: string;
  months: readonly MonthCount[];
}

/** Months since year 0. */
const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthLabel = (number: number) => `${String(Math.floor(number / 12)).slice(2)}.${(number % 12) + 1}`;

const timelineWidths = {
  screen: { left: 170, width: 520, right: 30, radii: [8, 10] },
  phone: { left: 84, width: 230, right: 12, radii: [8, 4] },
} as const;

/** Circles on a true scale of time, one row for each group; today as a line, or an arrow where it lies outside. */
export function timeline(view: View, rows: readonly TimelineRow[], today: string, size: Width): Html {
  const all = rows.flatMap(({ months }) => months);
  const months = [...new Set(all.map(({ month }) => monthNumber(month)))].sort((a, b) => a - b);
  const [min, max] = [months[0]! - 1, months.at(-1)! + 1];
  const most = Math.max(...all.map(({ count }) => count));
  const { left, width, right, radii } = timelineWidths[size];
  const now = monthNumber(today);
  const todayText = now < min ? `← ${view.say('today')}` : now > max ? `${view.say('today')} →` : view.say('today');
  const line = (color: string, more: object = {}) => ({
    lineStyle: { color, type: 'solid', width: 1, ...more },
    label: { show: false },
  });
  const dots = rows.flatMap(({ months: counts }, row) =>
    counts.map(({ month, count, starred }) => ({
      value: [monthNumber(month), row],
      symbolSize: 2 * (radii[0] + (count / most) * radii[1]),
      itemStyle: { borderColor: starred ? 'var(--seal)' : 'var(--axis)', borderWidth: starred ? 2 : 1 },
      label: text(`${count}`, 'var(--ink)', 'inside'),
    })),
  );
  const option = {
    grid: { left, right, top: 26, bottom: 22 },
    xAxis: {
      ...{ ...bare, type: 'value', min, max, position: 'top' },
      axisLabel: { customValues: months, formatter: monthLabel, color: 'var(--soft)', hideOverlap: true },
    },
    yAxis: named(
      rows.map(({ label }) => label),
      left - 10,
    ),
    series: {
      ...{ type: 'scatter', silent: true, itemStyle: { color: 'var(--hint)', opacity: 1 }, data: dots },
      markLine: {
        ...{ silent: true, symbol: 'none', z: 1 },
        data: [
          ...months.map((month) => ({ xAxis: month, ...line('var(--line)') })),
          ...rows.map((_, row) => ({ yAxis: row, ...line('var(--axis)') })),
          {
            xAxis: Math.min(Math.max(now, min), max),
            ...line('var(--seal)', { type: [4, 3], width: 1.5 }),
            label: { ...text(todayText, 'var(--seal)', 'end'), align: now > max ? 'right' : 'center' },
          },
        ],
      },
    },
  };
  const described = rows
    .map(
      ({ label, months: counts }) =>
        `${label}：${counts.map(({ month, count }) => `${formatMonth(view, month)} ${count}`).join('，')}`,
    )
    .join('；');
  const height = rows.length * 44 + 48;
  return chart({ width: left + width + right, height, described, className: pictureClass[size], option });
}
