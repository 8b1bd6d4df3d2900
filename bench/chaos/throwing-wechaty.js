/** A stand-in for wechaty and its puppet that throws outside of every call, as packages with sockets and timers do. */
import { EventEmitter } from 'node:events';

const throwEveryMs = 7_000;

export class ThrowingPuppet extends EventEmitter {
  constructor() {
    super();
    setTimeout(() => {
      throw new Error('this package throws where nobody can catch it');
    }, throwEveryMs).unref();
  }
}

class Bot extends EventEmitter {
  isLoggedIn = false;
  async start() {}
  async stop() {}
}

export const WechatyBuilder = { build: () => new Bot() };
export const types = { ScanStatus: {}, Message: {}, Contact: {} };
export const log = { level: () => 'silent' };
export default ThrowingPuppet;
