/** What the tests use of packages that ship no types. */
declare module 'dingtalk-robot-sender' {
  export default class DingtalkRobot {
    constructor(options: { webhook: string; secret?: string });
    text(content: string, at: object): Promise<{ data: { errcode: number; errmsg: string } }>;
  }
}

declare module 'wechat-crypto' {
  export default class WXBizMsgCrypt {
    constructor(token: string, encodingAESKey: string, id: string);
    getSignature(timestamp: string, nonce: string, encrypt: string): string;
    decrypt(text: string): { message: string; id: string };
    encrypt(text: string): string;
  }
}
