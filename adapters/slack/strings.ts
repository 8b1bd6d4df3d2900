/** Texts of Slack's buttons, form and notices, by language; everything else comes as cards. */

const zh = {
  useful: '有用',
  useless: '没用',
  thanks: '记下了，谢谢。',
  subscribe: '为频道订阅到期提醒',
  modalTitle: '订阅到期提醒',
  modalSubmit: '订阅',
  modalClose: '取消',
  channel: '发到哪个频道',
  content: '看哪些任务（可不填，即全部）',
  contentHint: '单位、牵头或配合、★，例如：某局牵头 ★',
  when: '什么时候发',
  time: '几点',
  notMember: '这个频道里还没有我。请先在频道里发送 /invite，把我加进去，再订阅一次。',
  lead: '：',
  cut: '……（以下略，请在对话中查看）',
};

type SlackWords = typeof zh;

const en: SlackWords = {
  useful: 'Useful',
  useless: 'Not useful',
  thanks: 'Noted, thank you.',
  subscribe: 'Subscribe a channel to digests',
  modalTitle: 'Subscribe to digests',
  modalSubmit: 'Subscribe',
  modalClose: 'Cancel',
  channel: 'To which channel',
  content: 'Which tasks (empty: all)',
  contentHint: 'A unit and its role, or ★',
  when: 'When',
  time: 'At what time',
  notMember: 'I am not in this channel yet. Add me there with /invite, then subscribe again.',
  lead: ': ',
  cut: '… (cut here; ask in the chat for the rest)',
};

export const words = { zh, en };

/** Schedules offered in the form; `said` is the wording in the command. */
export const occasions: readonly { said: string; zh: string; en: string }[] = [
  { said: '每个工作日', zh: '每个工作日', en: 'Every working day' },
  { said: '每周一', zh: '每周一', en: 'Every Monday' },
  { said: '每月1日', zh: '每月1日', en: 'The 1st of the month' },
  { said: '每月第一个工作日', zh: '每月第一个工作日', en: 'The first working day of the month' },
  { said: '每月最后一个工作日', zh: '每月最后一个工作日', en: 'The last working day of the month' },
  { said: '每季度首个工作日', zh: '每季度首个工作日', en: 'The first working day of the quarter' },
  { said: '到期前30、7、1个工作日', zh: '到期前30、7、1个工作日', en: '30, 7 and 1 working days before a deadline' },
];

/** The command that a submitted form stands for. */
export const subscribeCommand = '订阅';
