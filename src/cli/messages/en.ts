/** Everything that the commands print in English, except help; JSON and CSV are the same in every language. */

export const en = {
  fileUnusable: 'A file can’t be used:',
  fileBecause: '{why}; name a regular file that can be read and written',
  unexpected: 'An unexpected error occurred: {error} (QINZHI_DEBUG=1 shows where)',
  notDone: 'Not done: {why}.',
  noneListed: 'There are none.',
  limitWrong: '--limit {value} is no number.',

  // ask, chat
  questionTooLong: 'The question on standard input is longer than {count} characters; use --batch for many questions.',
  questionMissing: `There is no question. Put it after the command, or pipe it in:
  qinzhi ask "24号任务的责任单位和完成时限"
  echo "第3项什么时候完成" | qinzhi ask
To have a conversation: qinzhi chat`,
  lineTooLong:
    'Line {line} is longer than {most} characters, and no question on a line of its own; nothing after it was read.',
  notUtf8: 'is not in UTF-8 (GBK perhaps); save it as UTF-8',
  questionNotUtf8: 'The question on standard input is not in UTF-8 (GBK perhaps).',
  batchTakesNone: '--batch reads its questions from standard input; leave out the question after the command.',
  batchBroken:
    '{broken} of {asked} lines have a format error or could not be answered (line {lines}); the output says why for each.',
  packsNew: 'The packs have changed; the new ones are used.',
  packsFaulty: 'The packs have changed and are faulty; the old ones are used. {why}',

  // check, tidy
  packMissing: 'There is no pack to check:',
  packNotIn: 'contains no folder with a pack.json',
  packsUnknown: 'Not every pack was found:',
  packUnknown: 'is no pack; {folder} contains {known}',
  none: 'none',
  recordsOutdated: 'differs from source.txt; run: {command}',
  packIdTwice: 'the id {id} is also that of {other}',
  records: 'records',
  phrasings: 'phrasings',
  phrasingsLack: 'none for {ids}',
  servicePoints: 'service points',
  units: 'units',
  unitNames: '{count} names',
  concepts: 'concepts',
  faults: 'Faults ({count})',
  noFaults: 'No faults.',
  goldenFileMissing: 'there is no such file of golden cases',
  goldenUnknown: '{record} is no record of these packs',
  goldenIn: 'Golden questions in {folder}',
  lookup: 'lookup',
  filter: 'filter',
  decline: 'decline',
  document: 'document',
  all: 'all',
  goldenMissed: 'Answered wrongly ({count})',
  goldenAccepted: 'Accepted: {count} answers written to {file}',
  goldenNew: 'Not accepted yet: {count}',
  goldenChanged: 'Changed since they were accepted ({count}); if they are better, run check --accept',
  tidyWritten: 'written  {file}',
  tidyRemoved: 'removed  {file}',
  tidyInOrder: 'in order  {folder}',

  // import
  sourceWrong: 'The document can’t be read:',
  nestedTooDeep: 'is nested too deeply for a file of subscriptions; docs/digests.md shows one',
  sourceMissing: 'there is no such file',
  sourceNoFile: 'is no file; name the document of the plan, such as plan.docx',
  columnWrong: 'is not understood; write --column HEADING=ROLE with one of {known}',
  importOutMissing: 'Nothing was written: --out DIR writes a pack folder, --print shows the records.',
  importFaulty: 'Nothing was written: correct the text, or write what could be read with --force.',
  packUnwritable: 'The pack can’t be written:',
  noFolder: 'is no folder',
  importWritten: 'Written to {folder}: {files}',
  phrasingsNext: '{count} of {total} records have no phrasings; the most asked first:',

  editionNothing: 'No record differs; only the text does.',
  editionCounts: '{added} added, {removed} removed, {changed} changed, {renumbered} renumbered ({same} as before).',
  editionAdded: 'Added',
  editionRemoved: 'Removed',
  editionChanged: 'Changed',
  editionRenumbered: 'Renumbered',
  editionTouches: 'What it touches in the pack',
  editionMoved: '{file}: {count} references rewritten',
  editionRetired: '{file}: {count} taken out, kept in retired.jsonl',
  editionUnits: 'units named for the first time: {units}',
  editionTouchesNothing: 'nothing',
  editionStore: 'What it touches in the store',
  editionStoreUnread: 'not looked at (--offline, or there is no store)',
  editionSubscriptions: '{count} subscriptions get digests of this plan',
  editionMissing: '{where}: {subscription} (no longer in the plan: {missing})',
  editionRegistered: '{where}: {record} registered as done → {to}',
  editionGone: 'taken back',
  editionApply: 'Nothing was written. --yes applies it as the edition “{edition}” (--edition NAME names it otherwise).',
  editionFaulty: 'The pack could not be used with this edition; nothing was written:',

  // new
  pairWrong: 'can not be read; write NAME=NAMES',
  newExists: 'there is a pack here already; qinzhi import reads a newer edition',
  newColumn:
    'The cells under “{heading}” name units. Is it 1 the lead (responsible), 2 the cooperating units, or a column of its own? (1 / 2 / Enter: of its own)',
  newName: 'What is this plan called in passing? (Enter: {proposed})',
  newPlace: 'Which place is it for? (Enter: {proposed})',
  newUnits:
    'Units of the plan and the names proposed for them:\n{units}\nChange one by writing UNIT=NAME, NAME, one a line; Enter to go on.',
  newTables:
    'Several tables could be the list of tasks:\n{tables}\nWhich of them are? Write numbers, such as 1 or 1, 2. (Enter: all)',
  newTable: '{name} ({rows} rows)',
  newTablesWrong: 'Write numbers from 1 to {count}, or press Enter:',
  tableUnknown: 'is no table of tasks of the document, which has: {known}',
  newColumnWrong: 'Type 1 or 2, or press Enter:',
  newMore: 'Noted. Another? (Enter to go on)',
  newPairWrong: '“{name}” can not be read; write NAME=NAME, NAME. Once more, or Enter to go on:',
  newUnknown: '“{name}” is not in the list above and was not noted. Once more, or Enter to go on:',
  newGroups:
    'Parts of the text and of its tables:\n{groups}\nWhere people call one otherwise, write NUMBER=NAME, NAME; Enter to go on.',
  newSignpost: 'Where should people ask what the plan does not say? (Enter: 12345)',
  newDone: 'The pack is ready, with {count} records. Try it:\n  {ask} "{example}"\nWhat to add next: {folder}/NEXT.md.',
  newNextSteps: `# What to add next

The pack answers already: rows, who leads, when, which and how many, and whatever the plan says. These files make it better; after each change run \`{program} check {folder}\`.

1. aliases in \`units.json\`: what people call the units.
2. \`phrasings/\`: how people ask. \`{program} phrasings next {folder}\` lists the records without any.
3. \`group-names.json\`: other names of the parts of the text.
4. \`pack.json\`: names (short names of the plan), places, examples, signpost (where to ask what the plan does not say).
5. \`service-points.json\`: offices that people can turn to.
6. \`lexicon.json\`: everyday words for the terms of the plan.
`,

  // digest
  optionsWrong: 'The options can’t be used as they are:',
  dueWrong: '{value} is none of this-month, next-month, 7d (days), 5wd (working days)',
  leadWrong: '{value} is no number of working days (7) or days (7d)',
  groupWrong: '{value} is no number of a group',
  roleWrong: '{value} is none of responsible, cooperating, any',
  dayOffWrong: '{value} is none of send, next, previous',
  quietWrong: '{value} is no span of hours (22:00-08:00)',
  zoneWrong: '{value} is no IANA time zone ({example})',
  channelAlone: 'needs --door, to say whose channel it is',
  doorUnshown: 'There is no door {door} to show a digest; there are {known}.',
  pageMissing: 'There is no page {page}; the digest has {count}.',
  digestSilent: 'Nothing is due, so this subscription sends nothing.',

  // subscriptions
  subscriptionsNone: 'There are no subscriptions.',
  subscriptionRests: 'rests: all deadlines have passed and the last digest was sent',
  subscriptionSpent:
    '{subscription}: all deadlines have passed, so it sends one digest that says so and then rests. A closing report (--report) or recurring duties (--duties) still make sense.',
  subscriptionWrong: 'The subscription can’t be used as it is:',
  attachWrong: '{value} is neither xlsx nor none',
  attachNowhere:
    '{door} takes no files and the page has no address, so no spreadsheet could come: leave it out, or set QINZHI_PUBLIC_URL',
  lateWrong: '{value} is none of latest, 6h, all, none',
  until: 'until {day}',
  subscriptionEnded: '{name} has ended',
  dayWrong: '{value} is no day (2026-10-08)',
  previewSilent: 'Nothing is due then, so this subscription sends nothing.',
  toChange: '{count} to change; --yes applies them.',
  nothingToChange: 'Nothing to change.',
  changed: '{count} changed.',
  nothingApplied: 'Nothing was applied:',
  doorUnconfigured: 'the door {door} is not configured (see docs/{door}.md); digests go through {able}',
  doorUnknown: 'there is no door {door}; digests go through {able}',
  doorCannotSend: '{door} only answers and can’t send; digests go through {able}',
  fieldsKnown: '{message}; known are {fields}',
  fieldMissing: 'is missing',

  // deliveries
  stateWrong: '--state {value} is none of {states}.',
  alert: 'alert',
  attempts: '{count} attempts',
  deliveryIdWrong: '{id} is no id of a delivery',
  deliveryIdShort: '{id} begins several; give more of it',
  deliveryMissing: 'there is no delivery {id}',
  deliveryQueued: '{id} will be sent again',
  lagSinceWrong: '--since {value} is no span such as 90m, 12h or 7d.',
  lagLine: '{door}: {slots} slots ({counts}); {lag}',
  lag: 'slot to sent: p50 {p50}, p95 {p95}, max {max}',
  lagNone: 'nothing was sent',
  seconds: '{count} s',
  slotsNone: 'There were no slots.',

  // questions
  sinceWrong: '--since {value} is neither a span (30d, 12h, 4w) nor a day (2026-11-01).',
  onlyOneOf: 'Only one of --in-vain, --useless and --all can be given.',
  questionsWritten: '{count} questions → {file}',
  useful: 'useful',
  useless: 'useless',
  questionMissingInLog: 'there is no question #{number}',
  questionMasked: 'question #{number} has masked parts; give its words instead of its number',
  questionEmpty: 'the question has no words',
  packNamedUnknown: 'there is no pack {id}; there are {known}',
  packUnnamed: 'name the pack with --pack; there are {known}',
  targetUnknown: '{target} is not in {pack}; it must be an id such as {record}, {servicePoint}, or outside',
  goldenTargetUnknown: '{target} is not in {pack}; it must be an id such as {record}, or outside',
  phrasingElsewhere: 'the pack has this as a phrasing of {target}',
  phrasingKnown: '{target} has this phrasing already.',
  checkNext: 'Now check whether other answers have changed: qinzhi check {pack}',
  outsideAlone: 'outside stands alone: the plan does not state it',
  goldenKnown: 'this question is a golden case already',

  contactUnknown:
    'No pack, or more than one, has the place {id}; qinzhi contacts list shows them, --pack names a pack.',

  // admin
  invited:
    '{code}\nWhoever sends “认领 {code}” or “pair {code}” to the assistant in a direct chat within 24 hours becomes an admin; it works once.',
  addedBy: 'by {name}',
  doctorAccepted: '{door}: the platform accepts it, and the clocks agree',
  doctorAcceptedNoClock: '{door}: the platform accepts it, and does not tell its clock',
  doctorRefused: '{door}: {why}',
  doctorClock:
    '{door}: the platform can be reached, but the clock of this machine is {seconds} seconds off; beyond 300 signatures and callbacks are refused',
  doctorReached:
    '{door}: the platform can be reached; only a session tells whether it accepts the credentials, see /readyz of qinzhi run',
  doctorUntried: '{door}: configured; only a connection tells whether it is accepted, see /readyz of qinzhi run',
  doctorNone: 'No chat door is configured, and no subscription names a group robot or a webhook: docs/doors.md',
  doctorNoChannel: '{door}: no subscription names an address of this door',
  doctorStore: 'The subscriptions could not be looked up: {why}',
  doctorChannel: '{door} {channel} ({subscriptions}): {what}',
  doctorAnd: ', ',
  doctorChannelReached: 'its host can be reached, and the clocks agree',
  doctorChannelNoClock: 'its host can be reached, and does not tell its clock',
  doctorChannelClock:
    'its host can be reached, but the clock of this machine is {seconds} seconds off: digests come at the wrong time, and beyond an hour signatures (“加签”, “签名校验”) are refused',
  doctorLastSent: 'the last digest, of {at}, was taken',
  doctorLastFailed: 'the last digest is {state}: {why}',
  doctorNeverSent:
    'nothing was sent yet: only a message tells whether the address, its secret and its keyword are taken',
  doctorSuspended:
    'suspended: {why}; put it right, then qinzhi subscriptions resume {id}, or subscribe the new address',
  doctorUnknown: 'There is no door {door} configured; there are {doors}',
  adminsNone: 'There are none; qinzhi admin invite prints a code for one.',
  adminWrong: '{who} is no DOOR:USER such as slack:U0123ABC; qinzhi admin list shows them.',
  adminUnknown: '{who} is no admin of the store; qinzhi admin list shows them.',
  adminRemoved: '{who} is no longer an admin',

  // The store
  migrated: '{where}: {count} applied, up to date',
  upToDate: '{where}: up to date',
  noRows: 'no rows',
  notRestored: 'The backup was not restored, because the store is not empty:',
  wouldReplace:
    'holds {held}; {file} would replace all of it with {coming}: --yes does that (qinzhi backup FILE saves what is there)',

  // export
  queryWrong: 'The query was not executed:',
  exportWrong: 'Nothing was exported:',
  exportPlan: 'name one of the plans: {known}',
  exportUnit: 'the plan names no unit “{unit}”',
  exportJson: 'is no JSON',
  exportFormat: 'the file must end with .xlsx, .csv or .ics',
  exported: '{count} rows written to {file}',
} as const;

export type CliMessage = keyof typeof en;
