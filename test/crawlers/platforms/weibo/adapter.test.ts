import { describe, expect, test } from 'vitest';
import { weibo } from '#crawlers/platforms/weibo/adapter.ts';
import { platformContract } from '../contract.ts';
import { day, hour, look, newest, now } from '../matrix.ts';
import { account, card, cases, listText, midOf, profile, showing, uid, userInfo, visitorPage, world } from './cases.ts';

platformContract(weibo, cases);

const see = (cards: readonly unknown[], home = profile()) => look(weibo, cases, world(listText(cards), home));
const p = { n: 1, at: now - day };

describe('weibo: walls', () => {
  test.each([
    ['visitor_wall', { text: visitorPage, contentType: 'text/html' }],
    ['visitor_wall', { text: '', status: 432 }],
    ['visitor_wall', { text: '{"ok":-100}' }],
    [
      'visitor_wall',
      cases.columns.loginRedirect instanceof Function ? cases.columns.loginRedirect({} as never) : { text: '' },
    ],
    ['rate_limit', { text: '{"ok":0,"msg":"访问频次过高，请稍后再试"}' }],
    ['rate_limit', { text: '', status: 429 }],
    ['waf_empty', { text: '' }],
  ])('%s', (by, reply) => {
    expect(look(weibo, cases, () => reply).visibility).toMatchObject({ kind: 'blocked', by });
  });
  test('a post that quotes the wall is a post', () => {
    const text = 'Sina Visitor System 访问频次过高 https://visitor.passport.weibo.cn/';
    expect(see([card(p, { text })]).visibility.kind).toBe('visible');
  });
  test('the list is asked first; nothing of a visitor or a log-in goes with it', () => {
    const plan = weibo.plan(account);
    const steps = 'steps' in plan ? plan.steps : [];
    expect(steps.map((s) => s.role)).toEqual(['list', 'profile']);
    for (const s of steps) expect(Object.keys(s.headers ?? {}).join()).not.toMatch(/cookie|authorization|xsrf/i);
  });
  test('an account that is gone is told by either answer', () => {
    const gone = (text: string) =>
      look(weibo, cases, world('{"ok":0,"msg":"这里还没有内容","data":{"cards":[]}}', text));
    expect(gone('{"ok":0,"errno":"20003","msg":"用户不存在"}').visibility).toMatchObject({ reason: 'not_found' });
    expect(gone('{"ok":0,"msg":"抱歉，您当前访问的用户状态异常，暂时无法访问。"}').visibility).toMatchObject({
      kind: 'gone',
      reason: 'banned',
    });
  });
});

describe('weibo: posts', () => {
  test('pinned by card, by heading, by flag', () => {
    const old = { n: 9, at: now - 400 * day };
    const first = see([
      card({ ...old, pinned: true }),
      card({ ...old, n: 8 }, { title: { text: '置顶', base_color: 1 } }),
      card({ ...old, n: 7 }, { isTop: 1 }),
      card(p),
    ]);
    expect(first.posts.map((x) => x.pinned)).toEqual([true, true, true, false]);
    expect(newest(first)?.postId).toBe(midOf(p));
    expect(first.visibility).toMatchObject({ from: now - day });
  });
  test('groups of cards, pictures as an object, a post without its short id', () => {
    const group = {
      card_type: 11,
      card_group: [card({ n: 2, at: now - 2 * day }, { pics: { 0: { pid: 'x' }, 1: {} }, bid: '' })],
    };
    const reading = see([group, card(p)]);
    expect(reading.posts.map((x) => x.url)).toEqual([
      `https://m.weibo.cn/detail/${midOf({ n: 2, at: now - 2 * day })}`,
      `https://weibo.com/${uid}/Pzaaaaaa1`,
    ]);
  });
  test('retweet of a deleted post', () => {
    expect(see([card({ ...p, repost: true })]).posts[0]).toMatchObject({ originality: 'repost' });
    expect(see([card(p)]).posts[0]).toMatchObject({ originality: 'original' });
  });
  test('text without markup, who may comment, counts', () => {
    expect(see([card(p)]).posts[0]).toMatchObject({
      text: '#示例县# 第1项工作今日启动 详情见图',
      comments: 'open',
      counts: { reposts: 3, comments: 5, attitudes: 11_000 },
      authorId: uid,
    });
    expect(see([card(p, { comment_manage_info: { comment_permission_type: 1 } })]).posts[0]?.comments).toBe('limited');
    expect(see([card(p, { comment_manage_info: undefined })]).posts[0]?.comments).toBe('unknown');
  });
  test.each([
    ['3分钟前', now - 4 * 60_000, now - 3 * 60_000],
    ['2小时前', now - 3 * hour, now - 2 * hour],
    ['昨天 12:30', Date.parse('2026-11-21T12:30:00+08:00'), Date.parse('2026-11-21T12:30:59.999+08:00')],
    ['02-14', Date.parse('2026-02-14T00:00:00+08:00'), Date.parse('2026-02-14T23:59:59.999+08:00')],
    ['12-30', Date.parse('2025-12-30T00:00:00+08:00'), Date.parse('2025-12-30T23:59:59.999+08:00')],
  ])('%s', (created_at, lo, hi) => {
    // The number holds no time here, so only the words speak.
    const span = see([card(p, { created_at, id: '123456', mid: '123456' })]).posts[0]?.publishedAt;
    expect(span?.lo).toBeLessThanOrEqual(lo);
    expect(span?.lo).toBeGreaterThanOrEqual(lo - 60_000);
    expect(Math.abs((span?.hi ?? 0) - hi)).toBeLessThanOrEqual(1_000);
  });
  test('the time of the number where the post shows none, and beside it where they disagree', () => {
    expect(see([card(p, { created_at: undefined })]).posts[0]?.publishedAt).toMatchObject({ precision: 'derived' });
    const odd = see([card(p, { created_at: 'Sun Nov 01 08:00:00 +0800 2026' })]);
    expect(odd.posts[0]).toMatchObject({
      publishedAt: { lo: Date.parse('2026-11-01T08:00:00+08:00') },
      otherTime: { precision: 'derived' },
    });
    expect(odd.notes.join()).toContain('相差超过一天');
  });
  test('never complete', () => {
    const many = Array.from({ length: 10 }, (_, i) => card({ n: i + 1, at: now - (30 + i) * day }));
    expect(see(many).visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
  });
});

describe('weibo: profile', () => {
  test.each([
    [{ verified_type: 1 }, { ok: true, kind: 'government' }],
    [{ verified_type: 3 }, { ok: true, kind: 'media' }],
    [{ verified_type: 0 }, { ok: true, kind: 'person' }],
    [{ verified_type: 7 }, { ok: true, kind: 'org' }],
    [{ verified_type: 99 }, { ok: true, kind: 'other' }],
    [{ verified: false, verified_type: -1 }, { ok: false }],
  ])('%j', (over, verified) => {
    expect(see([card(p)], profile(over)).profile?.verified).toMatchObject(verified);
  });
  test.each([
    [6905, 6905, true],
    ['6905', 6905, true],
    ['7164.8万', 71_648_000, false],
    ['1.2亿', 120_000_000, false],
  ])('followers %s', (followers_count, value, exact) => {
    expect(see([card(p)], profile({ followers_count })).profile?.followers).toMatchObject({ value, exact });
  });
  test('posts and profile stand side by side', () => {
    const reading = look(weibo, cases, showing([p]));
    expect(reading.profile).toMatchObject({
      name: '示例县发布',
      description: (userInfo() as { description: string }).description,
      features: { comments: 'yes' },
    });
  });
});

test('weibo: without a number the register is told', () => {
  const plan = weibo.plan({ ...account, ids: { domain: 'shilixianfabu' }, urls: ['https://weibo.com/shilixianfabu'] });
  expect('incomplete' in plan && plan.incomplete).toContain('UID');
});
