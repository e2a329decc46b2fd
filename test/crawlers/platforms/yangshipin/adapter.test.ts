import { describe, expect, test } from 'vitest';
import { yangshipin } from '#crawlers/platforms/yangshipin/adapter.ts';
import { platformContract } from '../contract.ts';
import { day, type FixturePost, look, newest, now } from '../matrix.ts';
import { account, cases, dayText, head, page, type Shape, vidOf, world } from './cases.ts';

platformContract(yangshipin, cases);

const see = (posts: readonly FixturePost[], shape: Shape = {}, a = account) =>
  look(yangshipin, cases, world(posts, shape), a);
const sorted = (n: number, first = now - 20 * day): FixturePost[] =>
  Array.from({ length: n }, (_, i) => ({ n: i + 1, at: first - i * day }));

describe('yangshipin: what may prove silence', () => {
  test('the first six dated, newest first', () => {
    const reading = see(sorted(9));
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'complete' });
    expect(reading.posts.filter((p) => p.publishedAt !== null)).toHaveLength(6);
    expect(reading.posts).toHaveLength(9);
  });
  test('pinned old videos at the head', () => {
    const reading = see([{ n: 51, at: now - 400 * day }, { n: 52, at: now - 300 * day }, ...sorted(6)]);
    expect(reading.visibility).toMatchObject({ coverage: 'complete' });
    expect(newest(reading)?.postId).toBe(vidOf(1));
  });
  test('all videos of a small account', () => {
    expect(see(sorted(2), { head: { videoCnt: { cnt: '2' } } }).visibility).toMatchObject({ coverage: 'complete' });
    expect(see(sorted(2), { head: { videoCnt: { cnt: '3' } } }).visibility).toMatchObject({ coverage: 'partial' });
  });
  test.each<[string, FixturePost[], Shape]>([
    ['a page without its day', sorted(6), { subTitle: (p) => (p.n === 3 ? undefined : dayText(20 + p.n)) }],
    [
      'a page that is walled off',
      sorted(6),
      { detail: (vid) => (vid === vidOf(2) ? { text: '', status: 403 } : undefined) },
    ],
    [
      'a page of another video',
      sorted(6),
      {
        detail: (vid) =>
          vid === vidOf(2)
            ? world(sorted(1))({
                role: 'detail',
                url: `https://m.yangshipin.cn/portrait_video?vid=${vidOf(1)}`,
              } as never)
            : undefined,
      },
    ],
    ['oldest first', sorted(6).reverse(), {}],
    ['a video of another account', [{ n: 77, at: now - day, foreign: true }, ...sorted(5)], {}],
    ['a day in the future', [{ n: 78, at: now + 3 * day }, ...sorted(5)], {}],
    [
      'an item without a number',
      sorted(6),
      { list: [{ title: '无编号' }, ...sorted(6).map((p) => ({ vid: vidOf(p.n) }))] },
    ],
  ])('%s: partial', (_, posts, shape) => {
    expect(see(posts, shape).visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
  });
  test('only videos of another account', () => {
    const reading = see([{ n: 1, at: now - day, foreign: true }]);
    expect(reading.visibility.kind).toBe('identity_mismatch');
    expect(reading.posts).toEqual([]);
  });
});

describe('yangshipin: whose page it is', () => {
  test('by the number; without it by a name of the register', () => {
    expect(see(sorted(4), { head: { cpName: '改名后的号' } }).visibility.kind).toBe('visible');
    const nameless = { cpID: undefined };
    expect(see(sorted(4), { head: nameless }).visibility.kind).toBe('visible');
    expect(see(sorted(4), { head: { ...nameless, cpName: '别处融媒' } }).visibility.kind).toBe('identity_mismatch');
    expect(see([], { head: { ...nameless, cpName: '示例县融媒体中心', videoCnt: { cnt: '0' } } }).visibility.kind).toBe(
      'visible_empty',
    );
  });
  test('profile', () => {
    expect(see(sorted(1)).profile).toEqual({
      name: '示例县融媒',
      description: '示例县融媒体中心官方账号',
      followers: { value: 12_000, exact: false, raw: '1.2万' },
    });
  });
  test('the other place of the list, and a script written with blanks', () => {
    const text = page('user', {
      payloads: { headInfo: head(), userShareData: { cnt_info: { video_list: [{ vid: vidOf(1) }] } } },
    }).replace('__STATE_user__=', '__STATE_user__ = ');
    const reading = look(yangshipin, cases, (step) => (step.role === 'list' ? { text } : { text: '' }));
    expect(reading.visibility.kind).toBe('visible');
    expect(reading.posts).toMatchObject([{ postId: vidOf(1), publishedAt: null }]);
  });
  test('a state quoted in the text of the page is none', () => {
    const quoted = page('other', {}).replace(
      '<div id="app">',
      `<div id="app">window.__STATE_user__=${JSON.stringify({ payloads: { headInfo: head(), userShareData: { video_list: [{ vid: vidOf(1) }] } } })}`,
    );
    expect(look(yangshipin, cases, () => ({ text: quoted })).visibility.kind).toBe('changed');
  });
});

describe('yangshipin: pages of videos', () => {
  test('a link that leads elsewhere is not followed', () => {
    const list = [{ vid: vidOf(1), h5Link: 'https://m.yangshipin.cn.evil.example/portrait_video?vid=1' }];
    const step = { id: 'list', url: cases.account.urls[0] ?? '', expects: 'html', role: 'list' } as const;
    const asked: string[] = [];
    look(yangshipin, cases, (s) => {
      asked.push(s.url);
      return world([{ n: 1, at: now - day }], { list })(s);
    });
    expect(asked).toEqual([step.url, `https://m.yangshipin.cn/portrait_video?vid=${vidOf(1)}`]);
  });
  test('an upright video has its day, a wide one none', () => {
    const wide = (vid: string) => ({
      text: page('video', { payloads: { sharevideo: { vid, title: '横屏视频', om_info: { title: '示例县融媒' } } } }),
    });
    const reading = see(sorted(1), { detail: wide });
    expect(reading.posts).toMatchObject([{ postId: vidOf(1), publishedAt: null }]);
    expect(see(sorted(1)).posts[0]).toMatchObject({
      title: '示例县新闻联播第1期',
      counts: { likes: 1 },
      publishedAt: { precision: 'day', from: 'subTitle' },
    });
  });
});
