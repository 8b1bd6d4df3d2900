/** Whether a turn adds to the last query, narrows it, or replaces part of it, and whether it is a question of its own. */
import { chooseReading } from '../../choose/readings.ts';
import type { AnswerContext } from '../../response.ts';
import { has, type Leaning } from '../leaning.ts';
import type { Mode } from './edit.ts';

/** 商务局配合的里面, 带星的里: what stands before the word says of which set, and it is not the last one. */
export function ofAnotherSet({ asked }: AnswerContext): boolean {
  const within = /的(?:任务|那些|那几[项条个])?(?:里面?|里头|当中|中)/.exec(asked.text)?.index;
  return (
    within !== undefined &&
    asked.tokens.some(
      ({ tag, end }) => (tag === 'unit' || tag === 'star' || tag.startsWith('role.')) && end <= within + 1,
    )
  );
}

/** 加工信局: the unit stands right after the word. */
function addsUnit({ asked }: AnswerContext): boolean {
  const unit = asked.tokens.find(({ tag }) => tag === 'unit');
  return unit !== undefined && /^(?:再|还)?(?:加|添|算)(?:上|个)?$/.test(asked.text.slice(0, unit.start));
}

/** 司法局也在内的, 同时商务局也有份的: more is asked of the same records. */
export const alsoHolds =
  /^(?:而且|并且|且|同时|再?加个?条件|还得|还要有|还必须)|也在(?:配合|牵头|责任)|也(?:在内|在里面|在列|在的|有份|参与|参加|掺和|(?:要|得)?配合的?$|沾边)/;
/** 公安牵头的挑出来. */
const picksOut = /(?:挑|摘|拎|筛|抽|择|拣|单独?列)(?:出来?|下来)?(?:看看|看)?[吧呗]?$/;

export function modeOf(context: AnswerContext): Mode | undefined {
  const { text } = context.asked;
  if (has(context, 'edit.join') || addsUnit(context)) return 'join';
  if (ofAnotherSet(context)) return undefined;
  if (alsoHolds.test(text) || picksOut.test(text)) return 'narrow';
  if (
    has(context, 'only') ||
    /^(?:其中|只|里面|这些|剩下|当中|再(?!换)|仅|限|[这那]?[两三四五六七八九十几]+[条个项](?:里|中|当中))/.test(text) ||
    /的留下$/.test(text)
  )
    return 'narrow';
  if (has(context, 'switch') || has(context, 'correct') || /呢$/.test(text)) return 'replace';
  return undefined;
}

const longestFragment = 8;

/** A piece of a question (资源规划局要配合的, 带★的): no kind, no word of asking, nothing unexplained. */
export function isFragment({ context, analysis }: Leaning): boolean {
  const { asked } = context;
  const read = chooseReading(analysis)?.read;
  const asks = asked.wantsList || asked.wantsCount || asked.superlative !== undefined || asked.kinds.length > 0;
  const ends = /的$/.test(asked.text) || asked.text.length <= longestFragment;
  return !asks && read !== undefined && read.conditions > 0 && read.unexplained < 0.5 && ends;
}

/** Would the turn be a whole question for a set, had nothing been said before? */
export function standsAlone({ context, analysis }: Leaning): boolean {
  const { asked } = context;
  const asksSet = asked.wantsList || asked.wantsCount || asked.superlative !== undefined;
  const names = asked.kinds.length > 0;
  const roled = asked.units.some(({ role, not }) => role !== 'any' && !not);
  const conditions = chooseReading(analysis)?.read.conditions ?? 0;
  return (names && asksSet) || (roled && asksSet) || (roled && conditions >= 2) || (names && conditions >= 2);
}
