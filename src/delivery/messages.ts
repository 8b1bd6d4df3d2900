/** Why a command about subscriptions or deliveries can't be done, in both languages. */
import { texts } from '../model/text.ts';

export const zh = {
  several: '以 {id} 开头的不止一条，请多写几位',
  noSubscription: '没有订阅 {id}',
  hasEnded: '它已经退订',
  isSuspended: '它已被停下（{why}）；请恢复或退订',
  notInFuture: '{day} 已经过去',
  notPaused: '它没有暂停',
  noDelivery: '没有投递 {id}',
  notRetriable: '它的状态是 {state}；只有 failed 和 unknown 的可以重发',
  subscriptionNotActive: '它的订阅状态是 {state}；请先恢复订阅',
} as const;

export const en: Readonly<Record<keyof typeof zh, string>> = {
  several: '{id} begins several; give more of it',
  noSubscription: 'there is no subscription {id}',
  hasEnded: 'it has ended',
  isSuspended: 'it is suspended ({why}); resume or remove it',
  notInFuture: '{day} is not in the future',
  notPaused: 'it is not paused',
  noDelivery: 'there is no delivery {id}',
  notRetriable: 'it is {state}; only a failed or unknown delivery can be sent again',
  subscriptionNotActive: 'its subscription is {state}; resume it first',
};

export const deliveryText = texts(zh, en);
