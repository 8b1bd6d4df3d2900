/** What people asked, and who may command: `questions` and `admin`. */
import type { Command } from 'commander';
import type { QuestionsOptions } from '../questions.ts';
import type { Contexts, Done } from './contexts.ts';

export function logCommands(program: Command, contexts: Contexts, done: Done): void {
  const questions = program
    .command('questions')
    .description('what was asked in the chats in vain, the most frequent first')
    .option('--since <when>', 'a span (30d, 12h, 4w) or a day', '30d')
    .option('--in-vain', 'not found, failed, asked back without a choice, or judged useless (the default)')
    .option('--useless', 'only what was judged useless')
    .option('--all', 'all questions')
    .option('--csv <file>', 'write a table for a spreadsheet')
    .option('--json', 'JSON lines')
    .option('--limit <count>', 'how many', '50')
    .addHelpText(
      'after',
      `
Phone numbers, ID numbers and addresses in them are masked; people and rooms are kept as hashes.

Examples:
  qinzhi questions --since 7d
  qinzhi questions --useless --csv useless.csv
  qinzhi questions phrasing 123 task:24
  qinzhi questions golden "PCT一件能报销几万" outside`,
    )
    .action(async (options: QuestionsOptions) => {
      const { listQuestions } = await import('../questions.ts');
      done(await listQuestions(options, contexts.store()));
    });
  const learning = () => ({ ...contexts.packs(), store: contexts.store().settings });
  questions
    .command('phrasing <question> <record>')
    .description('teach a pack that this question (its number here, or its words) means a record, channel:… or outside')
    .option('--pack <id>', 'of which pack (needed where there are several)')
    .action(async (question: string, record: string, options: { pack?: string }) => {
      const { addPhrasing } = await import('../teach.ts');
      done(await addPhrasing(question, record, options, learning()));
    });
  questions
    .command('golden <question> <record...>')
    .description(
      'make it a golden case: the first record stated is to be one of these; outside = the plan does not say it',
    )
    .option('--pack <id>', 'of which pack (needed where there are several)')
    .option('--set', 'the list is to be exactly these')
    .action(async (question: string, records: string[], options: { pack?: string; set?: boolean }) => {
      const { addGolden } = await import('../teach.ts');
      done(await addGolden(question, records, options, learning()));
    });

  const admin = program.command('admin').description('who may give commands in the chats');
  const by = ['--by <name>', 'who asks for it (default: the user of this system)'] as const;
  admin
    .command('invite')
    .description('a code that makes whoever says it to the assistant an admin: once, within 24 hours')
    .option(...by)
    .action(async (options: { by?: string }) => {
      const { invite } = await import('../admin.ts');
      done(await invite(options, contexts.store()));
    });
  admin
    .command('list')
    .description('all of them, by settings and by code')
    .option('--json', 'JSON lines')
    .action(async (options: { json?: boolean }) => {
      const { listAdmins } = await import('../admin.ts');
      done(await listAdmins(contexts.bot().admins, options, contexts.store()));
    });
  admin
    .command('remove <admin>')
    .description('take the right away from DOOR:USER')
    .option(...by)
    .action(async (who: string, options: { by?: string }) => {
      const { remove } = await import('../admin.ts');
      done(await remove(who, options, contexts.store()));
    });
}
