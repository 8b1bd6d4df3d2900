/** Commander's own words in Chinese: titles of help, and what it says of wrong arguments. */
import type { Command, Help } from 'commander';
import type { Language } from '../../model/text.ts';
import { widthOf, wrapped } from './width.ts';

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '全局选项：',
  'Commands:': '命令：',
};

/** What Commander 15 says, and how it is said in Chinese; `$1` is a name that was given. */
const errors: readonly (readonly [RegExp, string])[] = [
  [/^error: unknown option '(.*)'/, '没有选项 $1'],
  [/^error: unknown command '(.*)'/, '没有命令 $1'],
  [/^error: missing required argument '(.*)'/, '缺少参数 $1'],
  [/^error: required option '(.*)' not specified/, '缺少必填的选项 $1'],
  [/^error: option '(.*)' argument missing/, '选项 $1 后面缺少内容'],
  [
    /^error: too many arguments(?: for '(\S+)')?\. Expected (\d+) arguments? but got (\d+)(?:: (.*))?\./,
    '参数太多：应有 $2 个，实有 $3 个',
  ],
];

const hints: readonly (readonly [RegExp, string])[] = [
  [/\(Did you mean one of (.*)\?\)/, '（是不是 $1？）'],
  [/\(Did you mean (.*)\?\)/, '（是不是 $1？）'],
];

function chineseError(text: string): string {
  const translation = errors.find(([pattern]) => pattern.test(text));
  const head = translation ? text.replace(translation[0], translation[1]) : text;
  const hint = hints.find(([pattern]) => pattern.test(head));
  return hint ? head.replace(hint[0], hint[1]) : head;
}

const translated = (syntax: string) => syntax.replace('[options]', '[选项]').replace('[command]', '[命令]');

const chineseHelp: Partial<Help> = {
  displayWidth: widthOf,
  boxWrap: wrapped,
  styleTitle: (title) => titles[title] ?? title,
  styleUsage: translated,
  styleSubcommandTerm: translated,
  styleOptionDescription: (text) => text.replace(/ ?\(default: (.*?)\)$/, '（默认 $1）'),
};

/** Of `program` and of every command that is added to it afterwards. */
export function speak(program: Command, language: Language): void {
  if (language === 'en') return;
  program.configureHelp(chineseHelp);
  program.configureOutput({ outputError: (text, write) => write(chineseError(text)) });
}
