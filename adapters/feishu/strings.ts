/** Texts of Feishu's buttons and notices, by language; everything else comes as cards. */

const zh = { useful: '有用', useless: '没用', thanks: '记下了，谢谢。' };
const en: typeof zh = { useful: 'Useful', useless: 'Not useful', thanks: 'Noted, thank you.' };

export const words = { zh, en };
