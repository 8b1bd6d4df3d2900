/** Four plans in one service: one has replaced another, a group has its own, and a question may name any. */
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../adapters/shared/plain-text.ts';
import { moment, openAssistant } from '../ask.ts';
import { fourPacks } from './four-packs.ts';

const assistant = openAssistant(fourPacks);
let talks = 0;

function talk(plan?: string) {
  const conversation = `talk ${++talks}`;
  let at = moment('2026-05-20').getTime();
  return (text: string) => {
    at += 60_000;
    const answer = assistant.answer({ text, at: new Date(at), conversation, user: 'u', ...(plan ? { plan } : {}) });
    return { ...answer, text: renderText(answer.card) };
  };
}

describe('a plan that was replaced', () => {
  it.each([
    ['云岭第1项谁牵头', 'yunling-2027'],
    ['民政局牵头的养老任务有哪些', 'yunling-2027'],
    ['养老服务新方案第1项谁牵头', 'yunling-2027'],
    ['居家社区养老服务方案（2027年）第1项谁牵头', 'yunling-2027'],
    ['养老服务方案第1项谁牵头', 'yunling'],
    ['居家社区养老服务方案第1项谁牵头', 'yunling'],
  ])('%s is answered from %s', (question, plan) => {
    const { pack, text } = talk()(question);
    expect(pack).toBe(plan);
    if (plan === 'yunling') expect(text).toContain('已由《云岭市居家社区养老服务提升行动方案》接替');
    else expect(text).not.toContain('接替');
  });

  it('is stayed with in a dialogue that named it', () => {
    const say = talk();
    expect(say('居家社区养老服务方案第1项谁牵头').pack).toBe('yunling');
    expect(say('什么时候完成').pack).toBe('yunling');
  });
});

describe('the edition', () => {
  it('stands beside the source of an answer', () => {
    expect(talk()('养老服务新方案第1项谁牵头').text).toContain('（2027年修订版）');
    expect(talk()('居家社区养老服务方案第1项谁牵头').text).not.toContain('修订版');
  });
});

describe('a group with a plan of its own', () => {
  it.each(['第12项谁牵头', '★任务有哪些', '草地上能搭帐篷吗', '有几项任务'])('asks about it: %s', (question) => {
    expect(talk('lanqiao')(question).pack).toBe('lanqiao');
  });

  it.each([
    ['西安第12项谁牵头', 'xian-ip'],
    ['云岭第1项谁牵头', 'yunling-2027'],
    ['养老服务方案第1项谁牵头', 'yunling'],
  ])('may name another: %s', (question, plan) => {
    const say = talk('lanqiao');
    expect(say(question).pack).toBe(plan);
    expect(say('什么时候完成').pack).toBe(plan);
  });

  it('may be one that was replaced', () => {
    expect(talk('yunling')('第1项谁牵头').pack).toBe('yunling');
  });

  it('makes no difference where the plan is gone', () => {
    expect(talk('gone')('草地上能搭帐篷吗').pack).toBe('lanqiao');
  });
});
