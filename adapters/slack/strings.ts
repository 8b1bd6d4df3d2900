/** Texts of Slack's buttons, form and notices, by language; everything else comes as cards. */

const zh = {
  useful: '有用',
  useless: '没用',
  thanks: '记下了，谢谢。',
  subscribe: '为频道订阅到期提醒',
  modalClose: '取消',
  channel: '发到哪个频道',
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
  modalClose: 'Cancel',
  channel: 'To which channel',
  notMember: 'I am not in this channel yet. Add me there with /invite, then subscribe again.',
  lead: ': ',
  cut: '… (cut here; ask in the chat for the rest)',
};

export const words = { zh, en };
