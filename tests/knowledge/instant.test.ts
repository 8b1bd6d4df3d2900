/** A day is its morning where the plan holds; an instant is itself; anything else is no time. */
import { describe, expect, it } from 'vitest';
import { clock, readInstant } from '../../src/knowledge/instant.ts';
import { SetupError } from '../../src/model/fault.ts';

const read = (text: string, zone = 'Asia/Shanghai') => readInstant(text, zone)?.toISOString();

describe('readInstant', () => {
  it.each([
    ['2025-06-10', '2025-06-10T02:00:00.000Z'],
    [' 2024-02-29 ', '2024-02-29T02:00:00.000Z'],
    ['2025-06-30T23:59', '2025-06-30T15:59:00.000Z'],
    ['2025-06-30 23:59:58', '2025-06-30T15:59:58.000Z'],
    ['2025-06-30T16:00:00Z', '2025-06-30T16:00:00.000Z'],
    ['2025-06-30T16:00:00.250z', '2025-06-30T16:00:00.250Z'],
    ['2025-06-30T16:00:00+0800', '2025-06-30T08:00:00.000Z'],
    ['2025-06-30T16:00:00-03:30', '2025-06-30T19:30:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  it('goes by the zone that the pack names, also on the day when its clocks change', () => {
    expect(read('2025-03-30', 'Europe/Berlin')).toBe('2025-03-30T08:00:00.000Z');
    expect(read('2025-03-30T01:30', 'Europe/Berlin')).toBe('2025-03-30T00:30:00.000Z');
  });

  it.each([
    '',
    'today',
    '2025-02-29',
    '2025-13-01',
    '2025-6-1',
    '2025-06-10T24:00',
    '2025-06-10T10',
    '20250610',
    '2025-06-10T10:00+99:00',
  ])('takes %j for no time', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('clock', () => {
  it('stands still at --now, and is the real one without', () => {
    const real = () => new Date(0);
    expect(clock(undefined, 'Asia/Shanghai', real)()).toEqual(new Date(0));
    expect(clock('2025-06-10', 'Asia/Shanghai', real)().toISOString()).toBe('2025-06-10T02:00:00.000Z');
  });

  it('says what would have been a time', () => {
    expect(() => clock('soon', 'Asia/Shanghai', () => new Date())).toThrow(SetupError);
    expect(() => clock('soon', 'Asia/Shanghai', () => new Date())).toThrow(/--now.*soon.*2025-06-10/s);
  });
});
