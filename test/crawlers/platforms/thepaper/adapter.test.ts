import { describe, expect, test } from 'vitest';
import { thepaper } from '#crawlers/platforms/thepaper/adapter.ts';
import { platformContract } from '../contract.ts';
import { day, hour, look, newest, now } from '../matrix.ts';
import { account, cases, item, showing, world } from './cases.ts';

platformContract(thepaper, cases);

const see = (w: Parameters<typeof look>[2], a = account) => look(thepaper, cases, w, a);
const sorted = (n: number, first = now - 20 * day) =>
  Array.from({ length: n }, (_, i) => ({ n: i + 1, at: first - i * day }));

describe('thepaper: what may prove silence', () => {
  test('sorted, dated, all of the account: complete, back to its oldest work', () => {
    expect(see(showing(sorted(10))).visibility).toMatchObject({
      kind: 'visible',
      coverage: 'complete',
      from: now - 29 * day,
    });
  });
  test('two pinned old works before a sorted list', () => {
    const pinned = [
      { n: 51, at: now - 400 * day },
      { n: 52, at: now - 300 * day },
    ];
    expect(see(showing([...pinned, ...sorted(8)])).visibility).toMatchObject({ coverage: 'complete' });
    expect(newest(see(showing([...pinned, ...sorted(8)])))?.postId).toBe('31000001');
  });
  test.each([
    [
      'three out of order at the head',
      [{ n: 51, at: now - 400 * day }, { n: 52, at: now - 300 * day }, { n: 53, at: now - 200 * day }, ...sorted(7)],
    ],
    [
      'out of order in the middle',
      [...sorted(4), { n: 60, at: now - 2 * day }, ...sorted(3, now - 60 * day).map((p) => ({ ...p, n: p.n + 70 }))],
    ],
    ['too few to see an order', sorted(2)],
    ['a work of another account', [{ n: 70, at: now - day, foreign: true }, ...sorted(5)]],
    ['a work without a time', [...sorted(5), { n: 80, at: null }]],
    ['a work from the future', [{ n: 81, at: now + 2 * day }, ...sorted(5)]],
  ])('%s: partial', (_, posts) => {
    expect(see(showing(posts)).visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
  });
  test('a short list that has come to its end', () => {
    expect(see(showing(sorted(2), { hasNext: false })).visibility).toMatchObject({ coverage: 'complete' });
  });
  test('an empty list proves nothing without a home page, without its end, or beside another home page', () => {
    const other = (text: string) => (step: { role: string }) =>
      step.role === 'profile' ? { text } : world([], { hasNext: false })(step as never);
    expect(see(other('{"userInfo":{"userId":1,"sname":"示例县发布"}}')).visibility.kind).toBe('identity_mismatch');
    expect(see(other('{"userInfo":null}')).visibility.kind).toBe('changed');
    expect(see(world([], { hasNext: true })).visibility.kind).toBe('changed');
    expect(see(world([], { hasNext: false })).visibility).toMatchObject({ kind: 'visible_empty', coverage: 'partial' });
  });
});

describe('thepaper: works', () => {
  const one = (over: object, post = { n: 1, at: (now - day) as number | null }) =>
    see(world([item(post, over)])).posts[0];
  test('the exact time goes before the words beside it', () => {
    expect(one({ pubTimeNew: '3小时前' })?.publishedAt).toMatchObject({
      lo: now - day,
      hi: now - day,
      from: 'pubTimeLong',
    });
  });
  test('words only', () => {
    const span = one({ pubTimeNew: '3小时前' }, { n: 1, at: null })?.publishedAt;
    expect(span).toMatchObject({ precision: 'hour', from: 'pubTimeNew' });
    expect(span?.hi).toBe(now - 3 * hour);
    expect(one({ pubTimeNew: '', pubTime: '2026-11-08' }, { n: 1, at: null })?.publishedAt).toMatchObject({
      precision: 'day',
      lo: Date.parse('2026-11-08T00:00:00+08:00'),
    });
  });
  test('an exact time that makes no sense is not replaced by words', () => {
    expect(one({ pubTimeLong: now + 3 * day, pubTimeNew: '刚刚' })?.publishedAt).toBeNull();
  });
  test('comments', () => {
    expect(one({ closeComment: true })?.comments).toBe('closed');
    expect(one({ closeFrontComment: true })?.comments).toBe('limited');
    expect(one({})?.comments).toBe('open');
    expect(one({ closeComment: undefined })?.comments).toBe('unknown');
  });
  test('link, title, counts, author', () => {
    expect(one({})).toMatchObject({
      postId: '31000001',
      url: 'https://www.thepaper.cn/newsDetail_forward_31000001',
      title: '示例县第1次工作会议召开',
      counts: { likes: 11_000, comments: 2 },
      authorId: '9100001',
      originality: 'unknown',
    });
  });
  test('profile', () => {
    expect(see(cases.ok).profile).toEqual({
      name: '示例县发布',
      description: '示例县人民政府新闻办公室',
      verified: { ok: true, text: '示例县人民政府新闻办公室官方账号' },
      followers: { value: 12_000, exact: false, raw: '1.2万' },
      features: { comments: 'yes' },
    });
  });
});

describe('thepaper: plan', () => {
  test('the two kinds of account are asked for as their own pages do', () => {
    const gov = { ...account, ids: { pphId: '63850', kind: 'gov' } };
    const bodies = [account, gov].map((a) => {
      const plan = thepaper.plan(a);
      return 'steps' in plan ? [plan.steps[0]?.url, plan.steps[0]?.method, JSON.parse(plan.steps[0]?.body ?? '')] : [];
    });
    expect(bodies).toEqual([
      [
        'https://api.thepaper.cn/contentapi/cont/pph/user',
        'POST',
        { pageSize: 10, pageNum: 1, contType: 0, excludeContIds: [], pphId: '9100001', startTime: 0 },
      ],
      ['https://api.thepaper.cn/contentapi/cont/pph/gov', 'POST', { pageNum: 1, pageSize: 10, pphId: '63850' }],
    ]);
  });
  test('ids out of the registered link; without any, the register is told', () => {
    const plan = thepaper.plan({ ...account, ids: {}, urls: ['https://m.thepaper.cn/gov_63850'] });
    expect('steps' in plan && plan.steps[1]?.url).toBe('https://api.thepaper.cn/userservice/user/homePage/63850');
    expect(thepaper.plan({ ...account, ids: { pphId: '9100001' }, urls: [] })).toHaveProperty('incomplete');
  });
});
