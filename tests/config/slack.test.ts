/** What of Slack is set decides how it is spoken to; what is missing is named, with the place where it is found. */
import { describe, expect, it } from 'vitest';
import { doors } from '../../adapters/index.ts';
import { readDoorSettings } from '../../src/config/doors.ts';
import { readServiceSettings } from '../../src/config/service.ts';

/** Slack's ids do not change; nothing is remembered of its channels. */
const rooms = () => {
  throw new Error('nobody asks for it');
};
const botToken = 'xoxb-1-2-abc';
const appToken = 'xapp-1-A-2-abc';
const signingSecret = '0123456789abcdef0123456789abcdef';

describe('the settings of Slack', () => {
  it('are Socket Mode with an app-level token, whatever else is there', () => {
    const env = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret };
    expect(readDoorSettings(env).slack).toEqual({ botToken, mode: { kind: 'socket', appToken } });
    expect(readServiceSettings(env).port).toBe('free');
  });

  it('are HTTP with a signing secret, and need a port then', () => {
    const env = {
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
    };
    expect(readDoorSettings(env).slack).toEqual({
      botToken,
      mode: { kind: 'http', signingSecret },
      apiUrl: 'http://127.0.0.1:1/api/',
    });
    expect(() => readServiceSettings(env)).toThrow(/QINZHI_PORT/);
  });

  it('are none where nothing is set; the door is then not opened', async () => {
    const settings = readDoorSettings({});
    expect(settings.slack).toBeUndefined();
    const context = { output: process.stdout, warn: () => {}, now: () => new Date(), rooms };
    expect(await doors.slack!.open(settings, context)).toBeUndefined();
  });

  it('name everything that is missing or wrong, and repeat no key', () => {
    expect(() => readDoorSettings({ SLACK_BOT_TOKEN: botToken })).toThrow(
      /SLACK_APP_TOKEN.*App-Level Tokens.*SLACK_SIGNING_SECRET.*App Credentials/s,
    );
    expect(() => readDoorSettings({ SLACK_APP_TOKEN: appToken })).toThrow(/SLACK_BOT_TOKEN.*OAuth & Permissions/);
    const env = {
      SLACK_BOT_TOKEN: appToken,
      SLACK_APP_TOKEN: botToken,
      SLACK_API_URL: 'http://elsewhere.example/api/',
    };
    let said = '';
    try {
      readDoorSettings(env);
    } catch (error) {
      said = String(error);
    }
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL']) expect(said).toContain(name);
    expect(said).not.toMatch(/abc|elsewhere/);
  });

  it('mount the door below /slack', async () => {
    const env = { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret };
    const mounted: string[] = [];
    const mount = (prefix: string) => void mounted.push(prefix);
    const door = await doors.slack!.open(readDoorSettings(env), {
      output: process.stdout,
      warn: () => {},
      now: () => new Date(),
      rooms,
      mount,
    });
    expect(mounted).toEqual(['/slack']);
    await door!.stop();
  });
});
