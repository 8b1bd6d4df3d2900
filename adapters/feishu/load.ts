/** Imports the SDK of Feishu on demand, and names the install command where it is missing. */
import { faultIn, SetupError } from '../../src/model/fault.ts';

/** The version that this door was made with. */
const sdk = '@larksuiteoapi/node-sdk';
const version = '1.74.0';

export interface Client {
  start(options: { eventDispatcher: object }): Promise<void>;
  close(options: { force: boolean }): void;
}

interface EventDispatcher {
  /** What a handler returns travels back with the acknowledgement. */
  register(handlers: Record<string, (data: unknown) => unknown>): object;
}

/** What this door uses of the SDK; its own types are thirteen megabytes, which every check would read. */
export interface Sdk {
  WSClient: new (options: object) => Client;
  EventDispatcher: new (options: object) => EventDispatcher;
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(sdk);

/** @throws {SetupError} with the command that installs it. */
export async function loadSdk(name = sdk): Promise<Sdk> {
  try {
    return await import(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const fault = faultIn('QINZHI_FEISHU_APP_ID', {
      zh: `没有安装 ${sdk}，请运行：npm install ${sdk}@${version}`,
      en: `${sdk} is not installed; run: npm install ${sdk}@${version}`,
    });
    throw new SetupError({ zh: '飞书连不上：', en: "Feishu can't be reached:" }, [fault]);
  }
}
