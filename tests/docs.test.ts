/** The documents name only settings, commands, scripts and files that exist, and say the same in Chinese as in English. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from './cli/invoke.ts';

const root = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, ends: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ends.test(name))
    .map((name) => join(folder, name));

/** What operators and maintainers read; each has a twin in the other language. */
const pages = [
  'adding-a-plan',
  'commands',
  'digests',
  'dingtalk',
  'doors',
  'feishu',
  'operating',
  'robot',
  'slack',
  'wechat',
  'wechat-official',
  'wecom',
  'wecom-app',
].map((name) => [`docs/${name}.md`, `docs/zh/${name}.md`] as const);
const twins = [['README.md', 'README.zh-CN.md'] as const, ...pages];
const english = ['CONTRIBUTING.md', 'docs/architecture.md', 'docs/adding-a-door.md', 'docs/glossary.md'];
const documents = [...twins.flat(), ...english];

const named = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1]!))].toSorted();

const settingName = /\b((?:QINZHI|SLACK|WECHATY|DATABASE)_[A-Z_]*[A-Z])\b/g;
const settings = (text: string) => named(text, settingName);
const options = (text: string) => named(text, /(?<![\w-])(--[a-z][a-z-]+)/g);
const scripts = (text: string) =>
  named(text, /npm (?:run (?:--silent )?)?((?:start|test|[a-z]+:[a-z]+)\b|(?<=run |--silent )[a-z]+)/g);

/** `qinzhi admin invite` and `npm run --silent qinzhi -- check`, as far as the words can be names of commands. */
const commands = (text: string) =>
  named(text, /(?<!-U )\bqinzhi (?:-- )?((?:[a-z]+)(?: [a-z]+)?)(?![\w./:-])/g).filter(
    (line) => !line.startsWith('qinzhi'),
  );

const written = (path: string) => ({
  settings: settings(read(path)),
  options: options(read(path)),
  commands: commands(code(read(path))),
  scripts: scripts(read(path)),
});

/** Prose may say “a running qinzhi run takes it up”: only what stands as code is a command. */
const code = (text: string) =>
  [...text.matchAll(/```(?:sh|console)\n([\s\S]*?)```|`([^`\n]+)`/g)]
    .map(([, block, inline]) => block ?? inline)
    .join('\n');

const sources = filesIn('src/config', /\.ts$/).map(read).join('\n');
/** One for each door: QINZHI_COMMANDS_SLACK. */
const byDoor = /^QINZHI_COMMANDS_/;
const known = settings(sources).filter((name) => !byDoor.test(name));

const outputOf = async (args: readonly string[]) => (await invoke(args, { env: { QINZHI_LANG: 'en' } })).out;

const helpOf = (path: readonly string[]) => outputOf([...path, '--help']);

it('has every page in both languages', () => {
  expect(readdirSync(join(root, 'docs/zh')).toSorted()).toEqual(
    pages.map(([, zh]) => zh.replace('docs/zh/', '')).toSorted(),
  );
  for (const [en, zh] of pages) {
    expect(read(en), en).toContain(`](zh/${en.replace('docs/', '')})`);
    expect(read(zh), zh).toContain(`](../${en.replace('docs/', '')})`);
  }
});

it.each(twins)('%s and %s name the same settings, commands and options', (en, zh) => {
  expect(written(zh)).toEqual(written(en));
});

describe('settings', () => {
  const example = read('.env.example');

  it('are read by the program where a document names them', () => {
    expect(known.length).toBeGreaterThan(20);
    for (const path of [...documents, '.env.example'])
      expect(
        settings(read(path)).filter((name) => !known.includes(name) && !byDoor.test(name)),
        path,
      ).toEqual([]);
  });

  it('stand in .env.example and in the pages of both languages', () => {
    // Refused rather than read.
    const shown = known.filter((name) => name !== 'WECHATY_TOKEN');
    expect(shown.filter((name) => !new RegExp(`^#${name}=`, 'm').test(example))).toEqual([]);
    for (const place of [0, 1]) {
      const all = settings(pages.map((twin) => read(twin[place]!)).join('\n'));
      expect(known.filter((name) => !all.includes(name))).toEqual([]);
    }
  });
});

it('names only commands that exist', async () => {
  const found = [...new Set(documents.flatMap((path) => commands(code(read(path)))))];
  expect(found.length).toBeGreaterThan(20);
  const missing: string[] = [];
  for (const words of found) {
    const path = words.split(' ');
    // The second word may be an argument: qinzhi check my-plan.
    const paths = path.length > 1 ? [path, path.slice(0, 1)] : [path];
    const helps = await Promise.all(paths.map(helpOf));
    if (!helps.some((help, index) => help.startsWith(`Usage: qinzhi ${paths[index]!.join(' ')} `))) missing.push(words);
  }
  expect(missing).toEqual([]);
});

it('lists every command, in both languages', async () => {
  const listed = named((await helpOf([])).split('\nCommands:\n')[1]!.split('\n\n')[0]!, /^ {2}([a-z]+)/gm);
  expect(listed.length).toBeGreaterThan(10);
  for (const path of ['docs/commands.md', 'docs/zh/commands.md'])
    expect(
      listed.filter((name) => name !== 'help' && !read(path).includes(`| \`qinzhi ${name}`)),
      path,
    ).toEqual([]);
});

it('names only npm scripts that exist', () => {
  const all = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
  for (const path of documents)
    expect(
      scripts(read(path)).filter((name) => !all.includes(name)),
      path,
    ).toEqual([]);
});

it.each([...documents, ...filesIn('docs/decisions', /\.md$/), 'CHANGELOG.md'])(
  '%s links and points only to what is there',
  (path) => {
    const page = read(path);
    const links = [...page.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => to!)
      .filter((to) => !/^[a-z]+:/.test(to));
    const gone = links.filter((to) => !existsSync(resolve(root, dirname(path), to)));
    const paths = named(page, /`((?:src|adapters|tests|bench|docs|bin|knowledge)\/[\w./-]*\w\/?)`/g).filter(
      (to) => !/NAME|my-plan|holidays/.test(to),
    );
    expect([...gone, ...paths.filter((to) => !existsSync(join(root, to)))]).toEqual([]);
  },
);

it.each(['README.md', 'README.zh-CN.md'])('%s shows the reply that is given', async (path) => {
  const [, question, shown] = /\$ npm run --silent ask -- "([^"]+)"\n([\s\S]+?)\n```/.exec(read(path))!;
  expect(await outputOf(['ask', '--now', '2026-11-28', question!])).toBe(`${shown}\n`);
});
