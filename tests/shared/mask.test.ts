/** No secret of an address and no character that steers a terminal is shown. */
import { expect, it } from 'vitest';
import { messageOf } from '../../src/shared/error-message.ts';
import { maskAddresses, printable, shownLine } from '../../src/shared/mask.ts';

it.each([
  'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=SECRET-1234&x=1',
  'https://oapi.dingtalk.com/robot/send?access_token=SECRET1234',
  'https://hooks.slack.com/services/T01ABC/B02DEF/SECRETsecret',
  'https://open.feishu.cn/open-apis/bot/v2/hook/SECRET-5678-abcd',
  'https://ann:SECRET@example.org/in',
  'https://SECRET@example.org/in',
  'https://example.org/in?a=1&sign=SECRET&token=SECRET#x',
  'POST http://127.0.0.1:9/in?signature=SECRET failed',
])('%s', (text) => {
  const masked = maskAddresses(text);
  expect(masked).not.toContain('SECRET');
  expect(masked).toContain('…');
  expect(messageOf(new Error(text))).not.toContain('SECRET');
});

it.each(['https://example.org/in?page=2', 'slack C012AB', '市公安局 2025年6月 24项', 'ann@example.org 写信'])(
  'leaves %s',
  (text) => {
    expect(maskAddresses(text)).toBe(text);
  },
);

it('shows escape sequences, line breaks and what reorders text instead of obeying it', () => {
  expect(printable('a\u001b[31mb\r\nc\u202ed\u2028')).toBe('a\\u{1b}[31mb\\u{d}\\u{a}c\\u{202e}d\\u{2028}');
  expect(shownLine('https://a.example/?key=x\u0007')).toBe('https://a.example/?key=…');
  expect(printable('市公安局，24 项')).toBe('市公安局，24 项');
});
