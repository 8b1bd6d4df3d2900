/** The terminal for the contract: lines that are typed, cards that are printed. */
import { PassThrough, Writable } from 'node:stream';
import { Terminal } from '../../../../adapters/terminal/terminal.ts';
import type { Rig, Shown } from '../rig.ts';
import { plain } from '../scene.ts';

const noGroup = 'a terminal is one conversation with one person; it has no groups and no threads';
const noRefusal = 'a stream takes whatever is written to it; it neither refuses nor answers';

export async function openTerminal(): Promise<Rig> {
  const shown: Shown[] = [];
  let input = new PassThrough();
  let said = 0;
  /** What is printed after the greeting. */
  const paper = () => {
    let greeted = false;
    return new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        if (greeted) shown.push({ text: chunk.trimEnd(), pings: [] });
        greeted = true;
        done();
      },
    });
  };
  const type = (text: string) => {
    input.write(`${text}\n`);
    said += 1;
    return `${said}`;
  };
  return {
    name: 'terminal',
    folder: 'terminal',
    open() {
      input = new PassThrough();
      return new Terminal({
        input,
        output: paper(),
        greeting: plain('你好'),
        exitWords: ['/quit'],
        failureText: '没能答上来',
        report: () => {},
        now: () => new Date(),
      });
    },
    channel: (place) => (place === 'direct' ? 'terminal' : undefined),
    say: async ({ text }) => type(text),
    repeat: async () => {
      throw new Error('a line is typed once');
    },
    async choose(_place, label) {
      const lines = shown.flatMap(({ text }) => text.split(/[\n\u3000：]/));
      const line = lines.findLast((each) => each.endsWith(` ${label}`));
      if (!line) throw new Error(`no choice ${label} among ${lines.join(' | ')}`);
      type(line.slice(0, -label.length - 1));
    },
    judge: async () => {
      throw new Error('there is nothing to judge with');
    },
    shown: (place) => (place === 'direct' ? [...shown] : []),
    refuseNext: () => {
      throw new Error(noRefusal);
    },
    limit: { size: Number.POSITIVE_INFINITY, measure: (text) => text.length },
    cannot: {
      'hears-group-mention': noGroup,
      'ignores-group-without-mention': noGroup,
      'follows-thread': noGroup,
      'never-hears-itself': 'what is printed does not come in again: output and input are two streams',
      'same-id': 'a line is typed once; nothing delivers it a second time',
      'bad-input': 'a typed line bears no time, and what a person types at a terminal is short',
      'drops-old': 'a typed line bears no date; it is received when it is typed',
      'starts-again': 'what is typed is over when its input is closed, and the process with it',
      feedback: 'nothing but words can be typed; 有用 and 没用 are words for the assistant',
      files: 'a terminal shows no files; qinzhi export writes them',
      'send-gone': noRefusal,
      'send-slow-down': noRefusal,
      'send-refused': noRefusal,
      'send-no-answer': noRefusal,
    },
    close: async () => {
      input.destroy();
    },
  };
}
