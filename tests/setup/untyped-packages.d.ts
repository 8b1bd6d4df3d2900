/** What the tests use of packages that ship no types. */
declare module 'dingtalk-robot-sender' {
  export default class DingtalkRobot {
    constructor(options: { webhook: string; secret?: string });
    text(content: string, at: object): Promise<{ data: { errcode: number; errmsg: string } }>;
  }
}
