/** The headings of columns in official tables, by role, as data; the same words label lines of a text (责任单位：…). */
import { plain } from '../text/plain.ts';

export type Role =
  | 'number'
  | 'group'
  | 'item'
  | 'content'
  | 'responsible'
  | 'cooperating'
  | 'leader'
  | 'deadline'
  | 'name'
  | 'measuredIn'
  | 'target';

const product = (begin: readonly string[], end: readonly string[]) =>
  begin.flatMap((first) => end.map((last) => first + last));

const bodies = [
  '单位',
  '部门',
  '主体',
  '科室',
  '处室',
  '股室',
  '机构',
  '单位名称',
  '部门(单位)',
  '单位(部门)',
  '单位及部门',
  '单位和部门',
  '部门和单位',
  '地区',
  '镇街',
];

/** Headings that name the lead also beside a column of other responsible units. */
const leads = [
  '牵头',
  '牵头责任',
  '牵头负责',
  '第一责任',
  '第一',
  '主责',
  '主要责任',
  '首要责任',
  '主办',
  '主要牵头',
  '市级牵头',
  '省级牵头',
  '县级牵头',
  '总牵头',
  '责任牵头',
  '主体责任',
];
const duties = [
  '责任',
  '承办',
  '落实',
  '负责',
  '责任落实',
  '实施',
  '指导',
  '主管',
  '归口',
  '归口管理',
  '组织',
  '建设',
  '承担',
  '执行',
  '推进',
  '整改',
  '整改责任',
  '任务',
  '市级责任',
  '具体责任',
  '组织实施',
  '实施责任',
  '主要负责',
];
const helps = [
  '配合',
  '协办',
  '协助',
  '参与',
  '参加',
  '协同',
  '协作',
  '会办',
  '成员',
  '共同',
  '联合',
  '支持',
  '配合/责任',
  '配合责任',
  '责任/配合',
  '协同配合',
  '其他责任',
  '共同责任',
  '参与配合',
  '配合落实',
];
const dueBegin = [
  '完成',
  '办结',
  '计划完成',
  '预计完成',
  '整改',
  '整改完成',
  '工作',
  '任务完成',
  '落实',
  '拟完成',
  '要求完成',
  '竣工',
  '计划竣工',
  '计划',
  '办理',
  '实施',
  '推进',
  '',
];
const dueEnd = ['时限', '时间', '期限', '日期', '时间节点', '节点', '时限要求', '时间要求', '期限要求'];

const leaderBegin = ['责任', '牵头', '分管', '包抓', '挂牌', '联系', '包联', '包保', '督办', '挂钩'];
const leaderEnd = [
  '领导',
  '市领导',
  '县领导',
  '区领导',
  '州领导',
  '省领导',
  '镇领导',
  '市级领导',
  '县级领导',
  '区级领导',
  '领导干部',
];

const exact: readonly [Role, readonly string[]][] = [
  [
    'number',
    [
      '序号',
      '编号',
      '项号',
      'No.',
      'No',
      'NO.',
      'NO',
      '号',
      '序',
      '任务序号',
      '项目序号',
      '任务编号',
      '项目编号',
      '工作序号',
    ],
  ],
  [
    'responsible',
    [...product(leads, bodies), ...product(duties, bodies), '任务分工', '责任分工', '职责分工', '牵头', '主责', '责任'],
  ],
  ['cooperating', [...product(helps, bodies), '配合', '协办']],
  [
    'leader',
    [
      ...product(leaderBegin, leaderEnd),
      '负责人',
      '责任人',
      '责任领导',
      '牵头领导',
      '分管领导',
      '包抓领导',
      '挂牌领导',
      '联系领导',
      '牵头市领导',
      '责任市领导',
      '分管市领导',
      '市级领导',
      '市领导',
      '县领导',
      '县级领导',
      '包联领导',
      '包保领导',
      '主要负责人',
      '直接责任人',
      '具体责任人',
      '牵头负责人',
      '牵头责任人',
      '单位负责人',
    ],
  ],
  [
    'deadline',
    [
      ...product(dueBegin, dueEnd).filter((name) => !['计划', '节点', '日期'].includes(name)),
      '时间安排',
      '进度安排',
      '推进时序',
      '年度目标',
      '进度要求',
      '时间进度',
      '工作进度',
      '完成节点',
    ],
  ],
  [
    'name',
    [
      '指标',
      '指标名称',
      '指标内容',
      '二级指标',
      '三级指标',
      '主要指标',
      '具体指标',
      '评价指标',
      '考核指标',
      '核心指标',
      '指标项',
    ],
  ],
  ['measuredIn', ['单位', '计量单位', '指标单位']],
  [
    'target',
    [
      '目标',
      '目标值',
      '预期值',
      '指标值',
      '评价标准',
      '考核标准',
      '达标要求',
      '工作目标值',
      '预期目标',
      '标准值',
      '目标要求',
    ],
  ],
  [
    'group',
    [
      '类别',
      '领域',
      '方面',
      '板块',
      '分类',
      '任务类别',
      '工作类别',
      '项目类别',
      '重点领域',
      '工作领域',
      '一级指标',
      '模块',
      '大类',
      '维度',
      '环节',
      '类型',
      '专题',
      '专项',
    ],
  ],
];

/** A target of one year is headed 2025年目标, 2025年预期值. */
const targetOfYear = /^(?:20\d\d年|到20\d\d年|"?十四五"?末?)?(?:预期|目标|指标)(?:值|目标)?$/;

const contentBefore = [
  '任务',
  '工作',
  '重点',
  '主要',
  '建设',
  '具体',
  '改革',
  '目标',
  '整改',
  '年度',
  '推进',
  '创新',
  '实施',
  '项目',
  '服务',
  '支持',
  '事项',
  '落实',
  '举措',
  '措施',
  '内容',
  '提升',
  '试点',
  '推广',
  '便民',
  '惠企',
];
const contentLast = [
  '任务',
  '内容',
  '举措',
  '措施',
  '事项',
  '工作',
  '要求',
  '分解',
  '清单',
  '项目',
  '要点',
  '行动',
  '名称',
  '任务及措施',
  '任务和举措',
  '工作任务',
];

const byName = new Map<string, Role>();
for (const [role, names] of exact) for (const name of names) byName.set(plain(name), role);

function endsAsContent(rest: string): boolean {
  return (
    contentLast.includes(rest) ||
    contentBefore.some((word) => rest.startsWith(word) && endsAsContent(rest.slice(word.length)))
  );
}

/** White space, brackets behind a heading, and the width of its letters make no difference. */
export function headingOf(cell: string): { name: string; note: string | undefined } {
  const text = plain(cell).replaceAll('★', '').replace(/\s+/g, '');
  if (byName.has(text)) return { name: text, note: undefined };
  const noted = /^(.{2,}?)\((.*)\)$/.exec(text);
  return { name: noted?.[1] ?? text, note: noted?.[2] };
}

/** The role of a column by its heading; undefined where the heading is none that is known. */
export function roleOf(cell: string): Role | undefined {
  const { name } = headingOf(cell);
  if (!name || name.length > 16) return undefined;
  const known = byName.get(name);
  if (known) return known;
  if (targetOfYear.test(name)) return 'target';
  return name !== '名称' && endsAsContent(name) ? 'content' : undefined;
}

const leadNames = new Set(product(leads, bodies).concat('牵头', '主责'));

/** Whether a heading names the lead, also where another column has responsible units. */
export function isLead(cell: string): boolean {
  return leadNames.has(headingOf(cell).name);
}

const labelRoles: readonly Role[] = ['responsible', 'cooperating', 'leader', 'deadline'];
const unlabelled = ['时间', '期限', '日期', '节点', '号', '序'];

/** Headings that label a passage of a text when a colon follows (责任单位：), longest first. */
export const labels: readonly string[] = [...byName]
  .filter(([name, role]) => labelRoles.includes(role) && name.length > 1 && !unlabelled.includes(name))
  .map(([name]) => name)
  .sort((a, b) => b.length - a.length);

/** What `--column HEADING=ROLE` may say, in the words of either language. */
export const roleWords: Readonly<Record<string, Role>> = {
  序号: 'number',
  分组: 'group',
  事项: 'item',
  内容: 'content',
  牵头: 'responsible',
  责任: 'responsible',
  配合: 'cooperating',
  领导: 'leader',
  负责人: 'leader',
  时限: 'deadline',
  指标: 'name',
  单位: 'measuredIn',
  目标: 'target',
  number: 'number',
  group: 'group',
  item: 'item',
  content: 'content',
  responsible: 'responsible',
  cooperating: 'cooperating',
  leader: 'leader',
  deadline: 'deadline',
  name: 'name',
  measuredIn: 'measuredIn',
  target: 'target',
};
