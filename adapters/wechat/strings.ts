/** Log lines and delivery errors of the WeChat door; people in chats only see cards. */

const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;

export const texts = {
  scan: (file: string) => `WeChat: scan this code with the account that is to answer; it is also in ${file}`,
  scanned: 'WeChat: scanned; confirm the login on the phone',
  login: (name: string) => `WeChat: logged in as ${name}`,
  logout: (why: string) => `WeChat: logged out${why && ` (${why})`}; what is to be sent waits for the next login`,
  restart: (why: string, waitMs: number) => `WeChat: ${why}; starts again in ${seconds(waitMs)}`,
  error: (doing: string, why: string) => `WeChat: error while ${doing}: ${why}`,
  dropped: (channel: string, why: string) => `WeChat: a reply to ${channel} was not sent: ${why}`,
  fileDropped: (name: string, why: string) => `WeChat: the file ${name} was not sent: ${why}`,
  busy: (count: number, ms: number) => `WeChat: ${count} messages wait; the last goes out in about ${seconds(ms)}`,
  accepted: (name: string) => `WeChat: accepted ${name} as a friend`,
  declined: (name: string) => `WeChat: a request of ${name} to become a friend was left unanswered, as set`,
  moved: (topic: string) => `WeChat: the group ${topic} has a new id`,
  noStore: (why: string) => `WeChat: the mapping of groups can't be read or saved: ${why}`,
  noFile: (file: string, why: string) => `WeChat: ${file} can't be written: ${why}`,
  ended: 'the puppet ended',
  silent: 'the watchdog of the puppet timed out',
  notStarted: 'the puppet did not start',
} as const;

/** Why a card was not sent; kept in the delivery row. */
export const reasons = {
  notLoggedIn: 'not logged in to WeChat',
  notStarted: 'the door is not open',
  noAnswer: 'no answer after sending',
  notFoundInTime: 'the puppet did not name the group in time',
  busy: 'send queue full',
  unknownChannel: (channel: string) => `${channel} is no group and no contact of this account`,
  gone: (topic: string) => `the group ${topic} is gone, or the account was removed from it`,
  otherName: (topic: string, is: string) => `the group that was ${topic} is now ${is}; say something to the bot there`,
  several: (topic: string, count: number) => `${count} groups are called ${topic}`,
  partly: (sent: number, all: number, why: string) => `${sent} of ${all} parts were sent, then: ${why}`,
} as const;
