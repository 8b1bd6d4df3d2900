/** The form to subscribe to digests, without a platform: its labels, its schedules, and the command that a submission stands for. */

const zh = {
  title: '订阅到期提醒',
  submit: '订阅',
  content: '看哪些任务（可不填，即全部）',
  contentHint: '单位、牵头或配合、★，例如：某局牵头 ★',
  when: '什么时候发',
  time: '几点',
};

const en: typeof zh = {
  title: 'Subscribe to digests',
  submit: 'Subscribe',
  content: 'Which tasks (empty: all)',
  contentHint: 'A unit and its role, or ★',
  when: 'When',
  time: 'At what time',
};

export const formWords = { zh, en };

/** `said` is the wording in the command. */
export const occasions: readonly { schedule: string; zh: string; en: string }[] = [
  { schedule: '每个工作日', zh: '每个工作日', en: 'Every working day' },
  { schedule: '每周一', zh: '每周一', en: 'Every Monday' },
  { schedule: '每月1日', zh: '每月1日', en: 'The 1st of the month' },
  { schedule: '每月第一个工作日', zh: '每月第一个工作日', en: 'The first working day of the month' },
  { schedule: '每月最后一个工作日', zh: '每月最后一个工作日', en: 'The last working day of the month' },
  { schedule: '每季度首个工作日', zh: '每季度首个工作日', en: 'The first working day of the quarter' },
  {
    schedule: '到期前30、7、1个工作日',
    zh: '到期前30、7、1个工作日',
    en: '30, 7 and 1 working days before a deadline',
  },
];

interface Submitted {
  content: string | null | undefined;
  when: string | null | undefined;
  /** 09:00 */
  time: string | null | undefined;
}

export const subscribeCommand = ({ content, when, time }: Submitted): string =>
  ['订阅', content?.trim(), when, time].filter(Boolean).join(' ');
