/** Numbers and addresses by which a person is known do not reach the question log; other numbers do. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/bot/redact.ts';

describe('mask', () => {
  it.each([
    ['我电话13800138000，找谁', '我电话[电话]，找谁'],
    ['138-0013-8000', '[电话]'],
    ['138 0013 8000', '[电话]'],
    ['１３８００１３８０００', '[电话]'],
    ['+86 13800138000 打给我', '[电话] 打给我'],
    ['0086-138-0013-8000', '[证件号]'],
    ['座机029-87654321', '座机[电话]'],
    ['(010) 8765 4321', '[电话]'],
    ['电话：87654321', '电话：[电话]'],
    ['400-800-1234', '[电话]'],
    ['一三八零零一三八零零零', '[电话]'],
    ['身份证110101199003071234', '身份证[证件号]'],
    ['11010119900307123X', '[证件号]'],
    ['110101 19900307 123x', '[证件号]'],
    ['卡号 6222 0212 3456 7890 123', '卡号 [证件号]'],
    ['91610131MA6TXXXX12', '[证件号]'],
    ['护照E12345678', '护照[证件号]'],
    ['口令 Y8YPH-5BAH8 给你', '口令 [口令] 给你'],
    ['发到zhang.san+ip@example.com.cn谢谢', '发到[邮箱]谢谢'],
    ['ａｂｃ＠example．com', '[邮箱]'],
  ])('%j → %j', (text, masked) => {
    expect(redact(text)).toBe(masked);
  });

  it.each([
    '2025-06-10到期的有几项',
    '20250610到期的',
    '2024年7月到2025年6月',
    '市政办函〔2024〕61号 附件1 第24项',
    '第1、2、3、4、5、6、7、8、9、10、11、12项',
    '12345能问吗',
    '专利号CN202310123456.7',
    'PCT一件能报销几万',
    '二〇二五年六月',
  ])('leaves %j', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('no mobile number gets through, whatever stands around it and however it is grouped', () => {
    const number = fc
      .tuple(
        fc.constantFrom('13', '15', '17', '18', '19'),
        fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 }),
      )
      .map(([head, tail]) => head + tail);
    const around = fc.string({ unit: fc.constantFrom(...'我是老王，请打电话（）。 问') });
    fc.assert(
      fc.property(around, number, fc.constantFrom('', ' ', '-'), around, (before, digits, gap, after) => {
        const written = [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].join(gap);
        expect(redact(`${before}${written}${after}`).replace(/\D/g, '')).toBe('');
      }),
    );
  });
});
