/** `qinzhi contacts`: lists the places to turn to, and sets how to reach one, with the day on which that was confirmed. */
import type { Command } from 'commander';
import { loadPacks } from '../../knowledge/load.ts';
import { contactChange, writeChange } from '../../knowledge/pack-changes.ts';
import { SetupError } from '../../model/fault.ts';
import { isDay } from '../../service/admin/desk.ts';
import { printable } from '../../shared/mask.ts';
import { type CliContexts, type Done, write } from '../context.ts';
import { cliText } from '../messages/messages.ts';

async function list(contexts: CliContexts): Promise<number> {
  const { settings, stdout } = contexts.packs();
  for (const { id, servicePoints, contacts } of loadPacks(settings.knowledge))
    for (const point of servicePoints) {
      const known = contacts.find(({ servicePoint }) => servicePoint === point.id);
      const reach = known ? `${known.text}（${known.confirmedOn}）` : '—';
      await write(stdout, `${printable(`${id}  ${point.id}  ${point.name}  ${reach}`)}\n`);
    }
  return 0;
}

/** An empty text takes the contact away. */
async function set(
  servicePoint: string,
  text: string,
  { on, pack: named }: { on?: string; pack?: string },
  contexts: CliContexts,
): Promise<number> {
  const { settings, stdout, now } = contexts.packs();
  const found = loadPacks(settings.knowledge).filter(
    ({ id, servicePoints }) =>
      (named === undefined || id === named) && servicePoints.some((one) => one.id === servicePoint),
  );
  const [pack] = found;
  if (!pack || found.length > 1) throw new SetupError(cliText('contactUnknown', { id: servicePoint }), []);
  const confirmedOn = on ?? new Intl.DateTimeFormat('sv-SE', { timeZone: pack.facts.timeZone }).format(now());
  if (!isDay(confirmedOn, now())) throw new SetupError(cliText('dayWrong', { value: confirmedOn }), []);
  const change = contactChange(pack, { servicePoint, text: text.trim(), confirmedOn });
  writeChange(pack, change);
  await write(stdout, `${change.path}\n`);
  return 0;
}

export function register(program: Command, contexts: CliContexts, done: Done): void {
  const { help } = contexts;
  const contacts = program.command('contacts').description(help('contacts'));
  contacts
    .command('list')
    .description(help('contactsList'))
    .action(async () => {
      done(await list(contexts));
    });
  contacts
    .command('set <place> <text>')
    .description(help('contactsSet'))
    .option('--on <day>', help('contactsOn'))
    .option('--pack <id>', help('questionsPack'))
    .action(async (place: string, text: string, options: { on?: string; pack?: string }) => {
      done(await set(place, text, options, contexts));
    });
}
