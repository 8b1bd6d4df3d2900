/** Asking: `ask` and `chat`. */
import type { Command } from 'commander';
import type { AskOptions } from '../ask.ts';
import type { Contexts, Done } from './contexts.ts';

export function questionCommands(program: Command, contexts: Contexts, done: Done): void {
  program
    .command('ask [question...]')
    .description('answer one question, or many as JSON lines')
    .option(
      '--now <time>',
      'the moment at which it is asked: a day (2025-06-10, 10:00 where the plan holds) or an instant (ISO 8601)',
    )
    .option('--json', 'one line of JSON: id, kind, records, text, pack, sources, choices')
    .option('--batch', 'JSON lines in (id, q, now, conversation, user), JSON lines out (id, kind, records, text)')
    .option('--explain', 'also say how the question was understood')
    .addHelpText(
      'after',
      `
Without a question the command reads it from standard input.

Examples:
  qinzhi ask 货卖到国外被人告侵权 有地方帮忙吗
  echo "PCT一件能报销几万" | qinzhi ask --json
  qinzhi ask --batch < questions.jsonl > answers.jsonl`,
    )
    .action(async (words: string[], options: AskOptions) => {
      const { ask } = await import('../ask.ts');
      done(await ask(words, options, contexts.packs()));
    });

  program
    .command('chat')
    .description('talk in the terminal; a pack that changes meanwhile is taken over')
    .option('--now <time>', 'the moment at which everything is asked: a day or an instant (ISO 8601)')
    .addHelpText(
      'after',
      '\nA typed number picks an example, a choice or a row of the last reply. /quit or Ctrl-D ends.',
    )
    .action(async (options: { now?: string }) => {
      const { chat } = await import('../chat.ts');
      done(await chat(options, contexts.packs()));
    });
}
