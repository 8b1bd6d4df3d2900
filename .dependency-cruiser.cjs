/** Import walls: arrows point at model; a door sees only the port; only main sees everything. */
const only = (room, allowed, comment) => ({
  name: `${room.replaceAll('/', '-')}-sees-only-its-own`,
  severity: 'error',
  comment,
  from: { path: `^${room}/` },
  to: { path: '^(src|adapters|bin|bench|tests)/', pathNot: [`^${room}/`, ...allowed.map((a) => `^${a}`)] },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['^bin/', '^src/main\\.ts$', '^adapters/shared/'] },
      to: {},
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'an import that resolves to nothing',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'nothing-imports-main',
      severity: 'error',
      from: { pathNot: '^(bin|tests)/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'the command works after npm ci --omit=dev; a peer is loaded on demand, and only its types are named',
      from: { path: '^(src|adapters|bin)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
    only('src/shared', [], 'what every room may use knows none of them'),
    only('src/model', [], 'the nouns know nobody'),
    only('src/knowledge', ['src/model/'], 'packs are read without knowing who asks'),
    only('src/language', ['src/model/', 'src/knowledge/', 'src/shared/'], 'answers and digests speak with one voice'),
    only(
      'src/answer',
      ['src/model/', 'src/knowledge/', 'src/language/', 'src/shared/'],
      'answers know packs, not doors',
    ),
    only(
      'src/digest',
      ['src/model/', 'src/knowledge/', 'src/language/', 'src/shared/'],
      'digests know packs and the calendar, not questions',
    ),
    {
      name: 'one-alarm-clock',
      severity: 'error',
      comment: 'what a cron expression means is decided in one room',
      from: { pathNot: '^src/(digest|delivery)/' },
      to: { path: 'node_modules/node-cron/' },
    },
    only(
      'src/delivery',
      ['src/model/', 'src/knowledge/', 'src/language/', 'src/shared/', 'src/digest/', 'src/store/'],
      'the ledger knows what is due and the store; a door only by the port',
    ),
    only(
      'src/commands',
      ['src/model/', 'src/knowledge/', 'src/language/', 'src/shared/', 'src/digest/', 'src/delivery/', 'src/store/'],
      'what is done in a chat is done by the ledger; doors and questions are others’ business',
    ),
    {
      name: 'one-queue',
      severity: 'error',
      comment: 'the row of the ledger is the truth, and the queue only its errand boy',
      from: { pathNot: '^src/delivery/' },
      to: { path: 'node_modules/pg-boss/' },
    },
    {
      name: 'src-bot-sees-only-its-own',
      severity: 'error',
      comment:
        'between door and answer: it keeps and commands through what it is given, so that it works without a store',
      from: { path: '^src/bot/' },
      to: {
        path: '^(src|adapters|bin|bench|tests)/',
        pathNot: ['^src/bot/', '^src/model/', '^src/shared/', '^src/language/', '^src/knowledge/', '^src/answer/'],
      },
    },
    only(
      'src/store',
      ['src/model/', 'src/shared/', 'src/config/'],
      'the store keeps what it is given and decides nothing',
    ),
    {
      name: 'asking-needs-no-database',
      severity: 'error',
      comment: 'ask, chat and check answer without a server, and must not wait for its driver to load',
      from: {
        path: '^(src/cli/(ask|chat|check|import|schema)\\.ts$|src/(answer|bot|knowledge|config)|adapters/(terminal|shared)/)',
      },
      to: { path: '^(src/store/|node_modules/(pg|pg-boss|drizzle-orm)/)', reachable: true },
    },
    ...['src/service', 'src/cli'].map((room) =>
      only(
        room,
        [
          'src/model/',
          'src/knowledge/',
          'src/language/',
          'src/shared/',
          'src/answer/',
          'src/bot/',
          'src/commands/',
          'src/digest/',
          'src/store/',
          'src/delivery/',
          'src/config/',
          'src/service/',
          'adapters/',
        ],
        'the service and the sub-commands wire packs, answers and doors together for main',
      ),
    ),
    {
      name: 'service-knows-no-command-line',
      severity: 'error',
      comment: 'the running service can be started without the command line',
      from: { path: '^src/service/' },
      to: { path: '^src/cli/' },
    },
    only('adapters', ['src/model/', 'src/shared/'], 'a door sees only the port'),
    {
      name: 'one-wechaty',
      severity: 'error',
      comment: 'an optional peer of 150 MB: only its door names it, and only its types before it is opened',
      from: { path: '^(src|adapters|bin)/', pathNot: '^adapters/wechat/' },
      to: { path: 'node_modules/(@juzi/)?wechaty' },
    },
    {
      name: 'one-slack',
      severity: 'error',
      comment: 'loaded when the door is opened, so that who has no Slack does not wait for it',
      from: { path: '^(src|adapters|bin)/', pathNot: '^adapters/slack/' },
      to: { path: 'node_modules/@slack/' },
    },
    {
      name: 'doors-know-no-other-door',
      severity: 'error',
      comment: 'a door can be added, and taken away, without touching the others',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/($1|shared)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
