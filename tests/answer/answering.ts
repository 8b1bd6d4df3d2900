/** The child's side of apart.ts: answers each message that comes, and says how much time of the processor it took. */
import { loadLanqiao, loadXian, openAssistant, sender } from './ask.ts';

export interface Timed {
  outcome: string;
  records: string[];
  text: string;
  /** Time of the processor: what else the machine does meanwhile is not counted. */
  ms: number;
}

const one = sender(openAssistant([loadXian()]));
const both = sender(openAssistant([loadXian(), loadLanqiao()]));
// What is loaded on first use is no part of any question's time.
for (const ask of [one, both]) for (const text of ['zhishichanquan', '識產']) ask(text);

process.on('message', ({ text, plans, conversation }: { text: string; plans: number; conversation?: string }) => {
  const ask = plans > 1 ? both : one;
  const before = process.cpuUsage();
  try {
    const reply = conversation ? ask(text, { conversation }) : ask(text);
    const { user, system } = process.cpuUsage(before);
    process.send?.({ outcome: reply.outcome, records: reply.records, text: reply.text, ms: (user + system) / 1000 });
  } catch (error) {
    process.send?.({ outcome: 'threw', records: [], text: String(error), ms: 0 });
  }
});
process.send?.('ready');
