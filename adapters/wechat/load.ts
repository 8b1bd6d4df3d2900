/** Imports wechaty and the puppet on demand, and names the install command where one is missing. */
import { type Fault, SetupError } from '../../src/model/fault.ts';

type Wechaty = typeof import('wechaty');
type WechatyModule = Pick<Wechaty, 'WechatyBuilder' | 'types' | 'log'>;

/** The versions that this door was made with. */
const versions: Record<string, string> = { wechaty: '1.20.2', 'wechaty-puppet-service': '1.19.9' };

const isMissing = (error: unknown, name: string) =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') &&
  error.message.includes(`'${name}'`);

async function load(name: string, place: string, faults: Fault[]): Promise<Record<string, unknown> | undefined> {
  try {
    return await import(name);
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    const wanted = versions[name] ? `${name}@${versions[name]}` : name;
    faults.push({ file: place, place: '', message: `${name} is not installed; run: npm install ${wanted}` });
    return undefined;
  }
}

/** Makes a puppet; a CommonJS package hides its class one or two `default`s deep (wechaty-getting-started#203). */
function classOf(module: Record<string, unknown>): (new (options: object) => unknown) | undefined {
  let found: unknown = module;
  for (let depth = 0; depth < 4 && typeof found === 'object' && found !== null; depth += 1)
    found = (found as Record<string, unknown>).default;
  return typeof found === 'function' ? (found as new (options: object) => unknown) : undefined;
}

export interface Loaded {
  wechaty: WechatyModule;
  newPuppet: (options: object) => unknown;
}

/** @throws {SetupError} with the command that installs what is missing. */
export async function loadWechaty(module: string, puppet: string): Promise<Loaded> {
  const faults: Fault[] = [];
  const wechaty = await load(module, 'QINZHI_WECHAT_MODULE', faults);
  const puppetModule = await load(puppet, 'QINZHI_WECHAT_PUPPET', faults);
  const Puppet = puppetModule && classOf(puppetModule);
  if (puppetModule && !Puppet)
    faults.push({ file: 'QINZHI_WECHAT_PUPPET', place: '', message: `${puppet} is no puppet: it exports no class` });
  if (wechaty && !('WechatyBuilder' in wechaty))
    faults.push({ file: 'QINZHI_WECHAT_MODULE', place: '', message: `${module} is not wechaty: no WechatyBuilder` });
  if (!wechaty || !Puppet || faults.length) throw new SetupError("WeChat can't be reached:", faults);
  return { wechaty: wechaty as unknown as WechatyModule, newPuppet: (options) => new Puppet(options) };
}
