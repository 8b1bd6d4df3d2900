/** `qinzhi mcp`: the Model Context Protocol on standard input and output, for agents on this machine. */
import type { Command } from 'commander';
import { programVersion } from '../../config/settings.ts';
import { loadCalendar } from '../../digest/calendar/load.ts';
import { loadPacks } from '../../knowledge/load.ts';
import { PlanApi } from '../../service/api/plan-api.ts';
import { openAssistant } from '../../service/packs/open-assistant.ts';
import { LivePlanReader } from '../../service/packs/plan-reader.ts';
import type { CliContext, CliContexts, Done } from '../context.ts';

/** Nothing else is written to standard output: it carries the protocol. @returns the exit code */
async function serve({ settings, now }: CliContext): Promise<number> {
  const [{ StdioServerTransport }, { createMcpServer }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/stdio.js'),
    import('../../service/api/mcp.ts'),
  ]);
  const packs = loadPacks(settings.knowledge);
  const plans = new LivePlanReader(() => packs, settings, now);
  const calendar = loadCalendar(settings.holidays);
  const current = { assistant: openAssistant(packs, settings), packs };
  const server = createMcpServer(
    new PlanApi({ current: () => current, plans, calendar: () => calendar, now }),
    plans,
    programVersion,
  );
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.server.onclose = resolve;
  process.stdin.once('end', resolve);
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  program
    .command('mcp')
    .description(contexts.help('mcp'))
    .addHelpText('after', contexts.help('mcpAfter'))
    .action(async () => {
      done(await serve(contexts.packs()));
    });
}
