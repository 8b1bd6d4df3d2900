/** Our encryption of callbacks against two packages that are not ours, and against the example of WeCom's documentation. */
import crypto, { randomBytes } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import * as wecomCrypto from '@wecom/crypto';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import WechatCrypto from 'wechat-crypto';
import { CallbackCrypto, CallbackRefused } from '../../../adapters/shared/callback/crypto.ts';
import { readFields, writeFields } from '../../../adapters/shared/callback/fields.ts';

const [token, aesKey, receiver] = ['QDG6eK', 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 'wx5823bf96d3bd56c7'];
const ours = new CallbackCrypto({ token, aesKey, receiver });
const theirs = new WechatCrypto(token, aesKey, receiver);

/** From developer.work.weixin.qq.com/document/path/90307 (WXBizMsgCrypt, Sample). */
const sample = {
  signature: '477715d11cdb4164915debcba66cb864d751f3e6',
  timestamp: '1409659813',
  nonce: '1372623149',
  encrypted:
    'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
};

it('compares signatures in a time that tells nothing of them', () => {
  const { signature, timestamp, nonce, encrypted } = sample;
  const compared = vi.spyOn(crypto, 'timingSafeEqual');
  // What was imported by its name is the watched one from here on.
  syncBuiltinESMExports();
  onTestFinished(() => {
    compared.mockRestore();
    syncBuiltinESMExports();
  });
  const almost = `${signature.slice(0, -1)}0`;
  for (const given of [almost, `0${signature.slice(1)}`])
    expect(ours.isSigned(given, timestamp, nonce, encrypted)).toBe(false);
  expect(compared).toHaveBeenCalledTimes(2);
  expect(ours.isSigned(signature.slice(0, -1), timestamp, nonce, encrypted)).toBe(false);
});

it('reads the example of the documentation', () => {
  const { signature, timestamp, nonce, encrypted } = sample;
  expect(ours.isSigned(signature, timestamp, nonce, encrypted)).toBe(true);
  expect(readFields(ours.decrypt(encrypted))).toMatchObject({ ToUserName: receiver, MsgType: 'text', AgentID: '218' });
});

describe.each(['', '好', '知识产权👍🏽', 'a'.repeat(11), 'a'.repeat(12), 'a'.repeat(13), '政'.repeat(1_000)])(
  '%j',
  (text) => {
    it('is read by both packages when we encrypt it, and by us when they do', () => {
      expect(theirs.decrypt(ours.encrypt(text))).toEqual({ message: text, id: receiver });
      expect(wecomCrypto.decrypt(aesKey, ours.encrypt(text))).toMatchObject({ message: text, id: receiver });
      expect(ours.decrypt(theirs.encrypt(text))).toBe(text);
      expect(ours.decrypt(wecomCrypto.encrypt(aesKey, text, receiver, randomBytes(16)))).toBe(text);
    });

    it('is signed alike', () => {
      expect(ours.sign('1409659813', 'n1', text)).toBe(theirs.getSignature('1409659813', 'n1', text));
      expect(ours.sign('1409659813', 'n1', text)).toBe(wecomCrypto.getSignature(token, '1409659813', 'n1', text));
    });
  },
);

it.each([
  ['another receiver', wecomCrypto.encrypt(aesKey, '好', 'wx0000000000000000')],
  ['no receiver', wecomCrypto.encrypt(aesKey, '好', '')],
  ['another key', wecomCrypto.encrypt(aesKey.replace('j', 'k'), '好', receiver)],
  ['half a block', sample.encrypted.slice(0, 30)],
  ['one byte less', Buffer.from(sample.encrypted, 'base64').subarray(1).toString('base64')],
  ['no base64', '<xml>'],
  ['nothing', ''],
])('refuses %s', (_what, encrypted) => {
  expect(() => ours.decrypt(encrypted)).toThrow(CallbackRefused);
});

it('compares signatures of any length', () => {
  for (const signature of ['', 'x', sample.signature.slice(1), `${sample.signature}0`, '4'.repeat(40)])
    expect(ours.isSigned(signature, sample.timestamp, sample.nonce, sample.encrypted)).toBe(false);
});

describe('XML', () => {
  it('reads back what it writes, whatever the words', () => {
    for (const text of [']]>', 'a]]>b]]>', '<a href="x">', '&lt;&amp;', '好\n第二行'])
      expect(readFields(writeFields({ Content: text, CreateTime: 1 }))).toEqual({ Content: text, CreateTime: '1' });
  });

  it.each([
    '<!DOCTYPE xml [<!ENTITY a "aaaa">]><xml><Content>&a;</Content></xml>',
    '<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><Content>x</Content></xml>',
    '<xml><Content>&unknown;</Content></xml>',
    '<xml><Content>x</xml>',
    '{"Content":"x"}',
    '',
  ])('refuses %s', (xml) => {
    expect(() => readFields(xml)).toThrow(CallbackRefused);
  });

  it('reads only what stands right below the root', () => {
    const xml = '<xml><Content>好</Content><Info><Content>不好</Content></Info><__proto__><x/></__proto__></xml>';
    expect({ ...readFields(xml) }).toMatchObject({ Content: '好' });
    expect(Object.prototype).not.toHaveProperty('x');
  });
});
