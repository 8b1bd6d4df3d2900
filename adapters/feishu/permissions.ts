/** The permissions that a robot of Feishu needs, for `qinzhi doctor`. */

/** Of each line one is enough. */
const needed: readonly (readonly string[])[] = [
  ['im:message:send_as_bot', 'im:message', 'im:message:send'],
  ['im:message.p2p_msg:readonly', 'im:message.p2p_msg', 'im:message', 'im:message:readonly'],
  [
    'im:message.group_at_msg:readonly',
    'im:message.group_at_msg',
    'im:message.group_msg',
    'im:message',
    'im:message:readonly',
  ],
];

/** The first that is missing. */
export function missingPermission(granted: readonly string[]): string | undefined {
  return needed.find((enough) => !enough.some((name) => granted.includes(name)))?.[0];
}
