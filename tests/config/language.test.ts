/** The language of help and errors: QINZHI_LANG, else the locale; another name is an error. */
import { describe, expect, it } from 'vitest';
import { checkLanguage, languageOf } from '../../src/config/language.ts';
import { SetupError } from '../../src/model/fault.ts';
import { invoke } from '../cli/invoke.ts';

describe('the language', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'zh_TW' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', QINZHI_LANG: 'en' }, 'en'],
    [{ LANG: 'en_US.UTF-8', QINZHI_LANG: 'ZH' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', QINZHI_LANG: '' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', QINZHI_LANG: 'fr' }, 'zh'],
  ])('of %j is %s', (env, language) => {
    expect(languageOf(env)).toBe(language);
  });

  it('is an error where it is neither zh nor en', () => {
    expect(() => checkLanguage({ QINZHI_LANG: 'fr' })).toThrow(SetupError);
    for (const env of [{}, { QINZHI_LANG: 'zh' }, { QINZHI_LANG: 'EN' }, { LANG: 'fr_FR' }])
      expect(() => checkLanguage(env)).not.toThrow();
  });
});

/** A word of three letters and more that no name of a setting, file, address or value is. */
const englishIn = (text: string) => text.replaceAll(/[\w./:-]*[A-Z_0-9/.:@-][\w./:-]*/g, '').match(/[a-z]{3,}/gi) ?? [];

describe('a wrong setting', () => {
  const env = { QINZHI_KEEP_QUESTIONS_DAYS: '0', DATABASE_URL: 'mysql://a' };

  it('is told in English', async () => {
    const { code, err } = await invoke(['migrate'], { env: { ...env, QINZHI_LANG: 'en' } });
    expect(code).toBe(2);
    expect(err).toContain('The settings of the store are wrong:');
    expect(err).toContain('QINZHI_KEEP_QUESTIONS_DAYS  must be a number of days from 1 to 99999');
    expect(err).not.toMatch(/\p{Script=Han}/u);
  });

  it('is told in Chinese', async () => {
    const { code, err } = await invoke(['migrate'], { env: { ...env, LANG: 'zh_CN.UTF-8' } });
    expect(code).toBe(2);
    expect(err).toContain('数据库的设置有误：');
    expect(err).toContain('QINZHI_KEEP_QUESTIONS_DAYS  应为 1 到 99999 的天数');
    expect(englishIn(err)).toEqual([]);
  });
});
