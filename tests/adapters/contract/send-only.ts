/** What a rig of a door that only sends has to say of hearing: nobody says anything through it. */
import type { Requirement, Rig } from './rig.ts';

const reason = 'it only sends: nobody says anything through it';
const notReceived: Requirement[] = [
  'hears-direct',
  'hears-group-mention',
  'ignores-group-without-mention',
  'follows-thread',
  'never-hears-itself',
  'stays-silent',
  'same-id',
  'acknowledges-first',
  'silent-after-stop',
  'starts-again',
  'failing-handler',
  'drops-old',
  'bad-input',
  'choices',
  'feedback',
];
const notReceivable = async () => {
  throw new Error(reason);
};

export const sendOnly: Pick<Rig, 'say' | 'repeat' | 'choose' | 'judge' | 'cannot'> = {
  say: notReceivable,
  repeat: notReceivable,
  choose: notReceivable,
  judge: notReceivable,
  cannot: {
    ...Object.fromEntries(notReceived.map((requirement) => [requirement, reason])),
    files: 'not every receiver takes files; spreadsheets are links',
  },
};
