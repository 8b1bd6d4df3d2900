/** Closed classes of everyday words (牵头-like, 配合-like, 除-like …): features of the learned reader speak of these, never of a plan's names. */

/** Each class by the sign that stands for it in an abstracted question; a word belongs to the first class that lists it. */
const classes: readonly (readonly [sign: string, words: string])[] = [
  // Corrections of what was just said.
  ['ρ', '不对|啊不是|说错了|哦不|错了|更正|啊不|呃不|不不|口误|说岔了|哎不是|纠正'],
  // At least, more than, at most, exactly.
  [
    '≥',
    '及以上|以上|至少|不少于|不低于|大于等于|大于|或更多|起码|最少|往上|不小于|达到|够得上|够|多于|不止|起步|≥|>=|at least|or more',
  ],
  ['≤', '至多|顶多|不多于|不高于|不大于|小于等于|小于|少于|低于|不到|不足|以下|at most|fewer than|less than|≤|<='],
  ['=', '正好|恰好|刚好|恰为|不多不少|等于|恰恰|整|exactly'],
  // Roles of units.
  [
    'ℓ',
    '牵头单位|主责单位|牵头部门|主责部门|牵头|主责|主办|挑头|打头|领头|带头|主导|责任单位|责任部门|责任主体|责任栏|责任那栏|责任那格|责任一栏|扛头|领衔|扛旗|主牵|当头|唱主角|主角|主力|主抓|主管|千头|前头|主家|承办|拿总|扛大梁|牵的头|自己办|自己干|担纲|挂头|头家|做主|抓总|负主要责任|主要责任|当责任|责任|in charge of|in charge|leads|lead by|led by|lead|leading|responsible for|responsible',
  ],
  [
    'κ',
    '配合单位|配合部门|配合栏|配合方|打配合|配合|配和|协办单位|协办|协助单位|协助|协同单位|协作单位|参与单位|搭把手|搭手|帮忙|帮衬|帮手|打下手|配角|协同|辅助|打辅助|副手|帮着|帮|助攻|搭伙|下手|捧场|支援|陪|supporting|supports|support|cooperating|cooperates|assists|assisting',
  ],
  [
    'α',
    '参与|沾边|沾着|沾了|沾|有份儿?|份儿|有关系|有关|涉及|相关|掺和|在列|名字|挂名|挂了名|露脸|露面|搭界|摊上|有名|出力|身影|的事|的活|有事|牵扯|牵涉|关联|经手|带着|点到|在里头|在里面|干系|瓜葛|碰|啥事|什么事|involving|involved|involves',
  ],
  [
    'υ',
    '不管|不论|无论|甭管|都算|都行|均可|不限|也好|也行|都可以|都要|全算|均计|随便|无所谓|不挑|还是|一并|两栏|两头|哪种|哪个角色|任何角色|何种角色|抑或|全都|统统|但凡|凡是|凡|只要|either role|any role',
  ],
  // Asking whether: 有没有 denies nothing.
  ['¿', '还有没有|有没有|有木有|是不是|是否|有无|要不要|算不算|能不能|行不行|吗|么|呢'],
  // Leaving out and denying.
  [
    'ν',
    'not|除开|刨开|except|excluding|without|除了|除去|除外|去掉|刨掉|刨除|刨去|剔除|剔去|剔出|剔|排除|扣掉|扣除|撇开|撇掉|拿掉|摘掉|摘出去|踢掉|减去|减掉|不要|别要|不算|不含|不计|不包括|不包含|之外|以外|外的|抽了|抽掉|过滤掉|滤掉|避开|抛开|忽略|予以排除|不用|不看|不提|甭|别|撇|刨|抠掉|划掉|跳过|筛掉|扔|放一边|去了|不关|不取|删掉|删去|除掉',
  ],
  ['¬', '≠|!=|<>|没有|没|无|非|未|不是|不属于|不带|不|毫无|压根|完全|并非|并无|no'],
  [
    'ο',
    '再没有别家|没有别家|没拉别人|没别家|旁边没有|只落到|只写了|只有|只是|仅有|仅仅|只|光是|光|仅|纯属|纯粹|纯|单独|单|独家|独|就它|一家|唯一|唯独|净|only|alone',
  ],
  // Joining.
  [
    '∨',
    'or|/|或者|或是|或|要么|任意|任一|至少一家|占一|一家就算|有一家|挨着|之一|加起来|加一块|加上|合起来|合一起|随便哪|其中一',
  ],
  ['∧', 'and|both|同时|并且|而且|一起|一块儿?|两家|都|又|且|既|也|还|和|跟|与|及|同框|凑到|一搭'],
  // Empty cells.
  [
    '∅',
    '没字|是白的|白的|孤零零|没填|没写旁人|没写谁|空着|空白|空缺|空的|为空|空格|空|单干|独干|光杆|单打独斗|没写|没安排|没人|无人|独角戏|自己一家|empty|blank',
  ],
  // Order in time.
  [
    '⊥',
    '最早|最头里|排在第一|第一位|头一茬|比谁都早|最先完成|最先|最前|靠前|第一批|头一个|最先到|排头|首批|先到|时间最早|排最前|最近要|earliest|first',
  ],
  ['⊤', '最晚|最迟|最后|末尾|最末|垫底|压轴|靠后|排最后|收尾|殿后|最靠后|拖到最后|latest|last'],
  // Counting by a column, most, least, comparing.
  [
    'ε',
    '各自|哪个月几个|哪月几个|一家摊多少|咋摊|摊|各个|各家|各月|各单位|各|每家|每个|每|分别|逐月|逐个|按|分单位|分月|分开|一家一家|拆开|归类|分布|分组|分摊|哪几个月|拆|分堆|each|by|per',
  ],
  ['μ', '最多|头名|扎堆|集中|最密|居首|冠军|最大|最勤|最高|最频繁|最重|榜首|第一名|数量居|最忙|大头|the most|most'],
  ['λ', '最少|最小|最轻|最闲|最低|倒数第一|fewest|least'],
  ['χ', '比|得多|谁家多|谁多|哪家多|更多|多些|多一些|谁更|哪个多|对比|较量|多点|compared|compare|more'],
  ['#', '多少|几|总共|一共|合计|共计|共|数量|个数|统计|数数|数一下|数|拢共|how many|number of|count'],
  // Past, open, next.
  [
    'π',
    '过了完成时限|过了截止|时限过了|期限过了|过了日子|过了时限|过了期|已经过了|早过了|已过|超时限|过期限|过了期限|已过期限|时限已过|期限已过|过了限|已届满|到期了|过期|逾期|超期|早过|届满|过时|过去了|截止了|overdue|expired|past due',
  ],
  [
    'ω',
    '没过期限|没超时限|未过期|未过时限|时限未到|尚未到期|还没到期|还没过|没到时限|还在后头|没过期|没过|未过|没到期|没到点|未到期|还没到|尚未到|没超期|未超期|期限内|有效期内|没到日子|还早|在后头|没逾期|未逾期|没截止|未截止|not yet due|still open',
  ],
  ['ϟ', '已经|老早|早就|过去|还没|尚未|还剩|剩下|往后|剩余|其余|余下|already'],
  [
    'σ',
    '最近|下一个到期|下批|马上|眼看|接下来|即将|头一拨|离得最近|下一批|下一拨|这一批|那一批|一批|一拨|头一批|快要|紧接着|眼跟前|批|拨|轮|next',
  ],
  [
    'δ',
    '到期|截止时间|截止|完成时限|时间节点|完成|交账|交卷|到点|ddl|时限|交差|收口|期限|办完|办结|该完|要完|截至|到齐|了结|deadline|deadlines|due|要交|完工',
  ],
  ['<', '<|之前|以前|前|早于|早|及更早|为止|底以前|内|以内|不晚于|不迟于|不超过|before|until|within'],
  ['>', '>|之后|以后|后|晚于|晚|过后|起|开始|迟于|打后|再晚|超过|after|since|from'],
  ['→', '从|自|打|由'],
  ['⊂', '包括|包含|含|算|当月|本身|也算|在内|including'],
  ['Λ', '负责人|责任人|负责同志|领导|一把手|科长|局长|负责|分管|挂帅|亲自|院长|头儿|头头|leader|head'],
  // Kinds of records.
  ['ι', '指标|预期值|目标值|预期|目标|kpis|kpi|indicators|indicator|targets|target'],
  ['ς', '省级支持政策|省级支持|支持政策|支持清单|支持事项|省级|省里|省上|上级|支持|provincial'],
  ['τ', '任务表|任务清单|分工表|任务|tasks|task'],
  ['β', '正文|主要措施|措施|举措|measures|measure'],
  ['φ', '阶段|进度安排|进度|走到哪|哪一步|实施步骤|phases|phase|stage'],
  ['ϑ', '保障措施|组织保障|保障|guarantees|safeguards'],
  ['γ', '板块|部分|方面|大块|大类|groups|group|parts|part'],
  ['θ', '落实单位|落实|实施'],
  // Words that point at a text.
  [
    'ψ',
    '写到|写着|写了|写|提到|提|讲到|讲|说到|内容|字样|字眼|词|两个字|俩字|字|出现|关键词|里有|关于|mentioning|mention|about|contains',
  ],
];

/** Words that questions are full of and that name no subject: never a text to look for. */
const ordinary =
  '工作 任务 单位 部门 建设 完成 时间 方案 计划 项目 事项 情况 问题 要求 进行 开展 推进 组织 实施 落实 负责 清单 责任 分工 附件 一个 一项 一下 我们 你们 他们 这个 那个 这些 那些 哪些 什么 怎么 现在 已经 还有 没有 可以 需要 应该 帮我 看看 列出 列一下 全部 所有 其中 里面 一共 总共 统计 数量 名单 名下 名字 内容 条件 范围 同志 同事 领导 企业 市里 市级 全市 我市 年度 月份 季度 以上 以下 之间 以及 或者 而且 并且 只有 最后 最早 最多 部分 重点 主要 相关 有关 涉及 参与 牵头 配合 不是 不含 包括 以内 以前 以后 之前 之后 本月 今年 明年 去年 出来 起来 下来 到位 为主 作为 等等 安排 序号 信息 措施 指标 目标 阶段 保障 支持 政策';

const words = new Map<string, string>();
for (const [sign, list] of classes)
  for (const entry of list.split('|'))
    for (const word of entry.endsWith('?') ? [entry.slice(0, -2), entry.slice(0, -1)] : [entry])
      if (!words.has(word)) words.set(word, sign);

export const ordinaryWords: ReadonlySet<string> = new Set(ordinary.split(' '));

/** A token of a text whose class words have been replaced by their signs. */
export interface ClassToken {
  sign: string;
  start: number;
  end: number;
}

const latin = /[a-z]/;

/** Words by class, with a plan's own headings added (参与单位 is the cooperating column of a plan that prints it so). */
export class WordClasses {
  private readonly words: ReadonlyMap<string, string>;
  private readonly longest: number;

  constructor(headings: Iterable<readonly [word: string, sign: string]> = []) {
    this.words = new Map([...words, ...headings]);
    this.longest = Math.max(...[...this.words.keys()].map((word) => word.length));
  }

  has(word: string): boolean {
    return this.words.has(word);
  }

  /** The longest class word at a place of a clean text; Latin words match whole. */
  at(text: string, start: number): ClassToken | undefined {
    for (let length = Math.min(this.longest, text.length - start); length > 0; length--) {
      const sign = this.words.get(text.slice(start, start + length));
      if (sign === undefined) continue;
      const end = start + length;
      const cutsWord =
        (latin.test(text[start]!) && latin.test(text[start - 1] ?? '')) ||
        (latin.test(text[end - 1]!) && latin.test(text[end] ?? ''));
      if (!cutsWord) return { sign, start, end };
    }
    return undefined;
  }
}
