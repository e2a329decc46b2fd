import { describe, expect, test } from 'vitest';
import { wechatMini } from '#crawlers/platforms/mini-program/adapter.ts';
import { always, record } from '../build.ts';
import { platformContract } from '../contract.ts';
import { look } from '../matrix.ts';
import { cases, page } from './cases.ts';

platformContract(wechatMini, cases);

describe('wechat-mini: the name page', () => {
  test('its name is told; what it shows is no sign of life', () => {
    const reading = look(wechatMini, cases, cases.ok);
    expect(reading).toMatchObject({ profile: { name: '示例县政务服务' }, notes: [] });
  });
  test('another name is told, not taken for another program: the AppID was asked for', () => {
    const reading = look(wechatMini, cases, always(page('示例县便民 &amp; 服务', 'weui-media-box__title')));
    expect(reading.profile?.name).toBe('示例县便民 & 服务');
    expect(reading.notes).toEqual([expect.stringContaining('与登记的“示例县政务服务”不同')]);
  });
  test('without an AppID nothing is asked', () => {
    expect(wechatMini.plan(record('wechat-mini'))).toHaveProperty('not_observable');
    expect(wechatMini.plan(record('wechat-mini', { ids: { appId: 'wx0&action=x' } }))).toHaveProperty('not_observable');
  });
});
