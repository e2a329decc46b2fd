import { describe, expect, test } from 'vitest';
import { best, combine, joinPosts } from '#crawlers/platforms/combine.ts';
import type { FetchedResponse, FetchStep, PostSeen, StepResult, Visibility } from '#crawlers/platforms/contract.ts';
import { maskUrl, scrub, scrubBytes, secretsOf } from '#crawlers/platforms/mask.ts';
import { notSeen } from '#crawlers/platforms/proof.ts';
import { answer } from './matrix.ts';

const step: FetchStep = { id: 'list', url: 'https://m.example.cn/list?uid=1', expects: 'json', role: 'list' };
const page: FetchStep = { ...step, expects: 'html' };
const said = (over: Partial<FetchedResponse> & { text?: string }) => answer(step, { text: '{}', ...over });
const proved = { identity: { expected: ['1'], found: '1' }, missing: [] };
const bare = { identity: { expected: ['1'], found: null }, missing: ['data.list'] };

describe('positive proof first', () => {
  test('identity and container found: the list may be read, whatever words stand in it', () => {
    expect(notSeen(step, said({ text: '{"list":["环境异常 验证码 登录"]}' }), proved)).toBeNull();
  });
  test('a marker is not asked where the proof stands', () => {
    const marker = { name: '验证码', when: () => true, is: { kind: 'blocked', by: 'captcha' } as const };
    expect(notSeen(step, said({}), proved, [marker])).toBeNull();
    expect(notSeen(step, said({}), bare, [marker])).toMatchObject({
      visibility: { kind: 'blocked' },
      posts: [],
      markers: ['验证码'],
    });
  });
  test('another account', () =>
    expect(notSeen(step, said({}), { identity: { expected: ['1', 'gh_1'], found: '2' }, missing: [] })).toMatchObject({
      visibility: { kind: 'identity_mismatch', expected: '1、gh_1', found: '2' },
    }));
  test('the proof counts for nothing beside an error status', () =>
    expect(notSeen(step, said({ status: 403 }), proved)?.visibility).toMatchObject({ kind: 'blocked', by: 'ip_risk' }));

  const html = (n: number) => `<html><head><title>示例</title></head><body>${'<p>内容</p>'.repeat(n)}</body></html>`;
  test.each([
    ['no answer', step, { outcome: 'timeout', status: null, text: '' }, { kind: 'network', code: 'timeout' }],
    [
      'a code',
      step,
      { outcome: 'reset', code: 'ECONNRESET', status: null, text: '' },
      { kind: 'network', code: 'ECONNRESET' },
    ],
    ['401', step, { status: 401 }, { kind: 'login_required' }],
    ['412', step, { status: 412 }, { kind: 'blocked', by: 'ip_risk' }],
    ['429', step, { status: 429 }, { kind: 'blocked', by: 'rate_limit' }],
    ['432', step, { status: 432 }, { kind: 'blocked', by: 'visitor_wall' }],
    ['461', step, { status: 461 }, { kind: 'blocked', by: 'captcha' }],
    ['503', step, { status: 503 }, { kind: 'network', code: 'HTTP_503' }],
    ['407', step, { status: 407 }, { kind: 'network', code: 'HTTP_407' }],
    ['404 is not gone by itself', step, { status: 404 }, { kind: 'changed' }],
    ['200 without a body', step, { text: '' }, { kind: 'blocked', by: 'waf_empty' }],
    ['204', step, { status: 204, text: '' }, { kind: 'blocked', by: 'waf_empty' }],
    ['a page for data', step, { text: '<!DOCTYPE html><p>x' }, { kind: 'blocked', by: 'waf_empty' }],
    ['data of another shape', step, { text: '{"ok":1}' }, { kind: 'changed', missing: ['data.list', '账号标识'] }],
    ['a body cut short', step, { text: '{"da', complete: false }, { kind: 'network', code: 'BODY_CUT' }],
    ['a page of nothing', page, { text: '<html></html>' }, { kind: 'blocked', by: 'waf_empty' }],
    ['an ordinary page of another shape', page, { text: html(300) }, { kind: 'changed' }],
    [
      'sent to a log-in',
      step,
      { status: 302, text: '', redirectedTo: 'https://passport.example.cn/signin' },
      { kind: 'login_required' },
    ],
    [
      'sent to a captcha',
      step,
      { status: 302, text: '', redirectedTo: 'https://m.example.cn/captcha' },
      { kind: 'blocked', by: 'captcha' },
    ],
    [
      'sent to the visitors’ door',
      step,
      { status: 302, text: '', redirectedTo: 'https://visitor.passport.example.cn/v' },
      { kind: 'blocked', by: 'visitor_wall' },
    ],
    [
      'a door named in the query is none',
      page,
      { text: html(300), redirects: [{ url: step.url, status: 302 }], finalUrl: 'https://m.example.cn/u?from=login' },
      { kind: 'changed' },
    ],
    [
      'a check in place of the page',
      page,
      { text: '<html><body>访问过于频繁，请完成验证</body></html>' },
      { kind: 'blocked', by: 'captcha' },
    ],
  ] as const)('%s', (_, asked, over, visibility) => {
    const reading = notSeen(asked, answer(asked, { text: '{}', ...(over as object) }), bare);
    expect(reading?.visibility).toMatchObject(visibility);
    expect(reading?.posts).toEqual([]);
  });
});

describe('many steps, one reading', () => {
  const result = (role: FetchStep['role'], visibility: Visibility, posts: PostSeen[] = []): StepResult => ({
    step: { ...step, id: `${role}${posts.length}`, role },
    reading: { visibility, posts },
  });
  const post = (postId: string, over: Partial<PostSeen> = {}): PostSeen => ({
    postId,
    publishedAt: null,
    pinned: null,
    originality: 'unknown',
    comments: 'unknown',
    ...over,
  });
  const visible = { kind: 'visible', coverage: 'partial', from: null, why: '' } as const;
  const blocked = { kind: 'blocked', by: 'captcha' } as const;

  test('the list decides; details only add', () => {
    expect(combine([result('list', blocked), result('profile', visible)]).visibility).toEqual(blocked);
    expect(combine([result('list', visible), result('detail', blocked)]).visibility).toEqual(visible);
    expect(combine([result('app', blocked), result('app', visible)]).visibility).toEqual(visible);
  });
  test('no step, no sight', () => expect(combine([]).visibility.kind).toBe('changed'));
  test('another account anywhere spoils the whole reading', () => {
    const other = { kind: 'identity_mismatch', expected: '1', found: '2' } as const;
    expect(combine([result('list', visible, [post('a')]), result('detail', other)])).toMatchObject({
      visibility: other,
      posts: [],
    });
  });
  test('whole before partial, a wall before a change, gone only where nothing was seen', () => {
    const whole = { ...visible, coverage: 'complete' } as const;
    const gone = { kind: 'gone', reason: 'deleted', text: '' } as const;
    expect(best([visible, whole])).toBe(whole);
    expect(best([gone, visible])).toBe(visible);
    expect(best([{ kind: 'changed', missing: [] }, blocked])).toBe(blocked);
    expect(best([{ kind: 'visible_empty', proof: '' }, visible])).toBe(visible);
  });
  test('a post told twice: known beats unknown, the exact time beats the wide and the derived one', () => {
    const wide = { lo: 0, hi: 86_399_999, precision: 'day', raw: '', from: 'list' } as const;
    const sharp = { lo: 5_000, hi: 5_999, precision: 'second', raw: '', from: 'detail' } as const;
    const derived = { lo: 0, hi: 10, precision: 'derived', raw: '', from: 'id' } as const;
    const joined = joinPosts([
      post('a', { publishedAt: wide, title: '标题' }),
      post('a', { publishedAt: sharp, pinned: true, originality: 'repost', comments: 'closed' }),
      post('b', { publishedAt: derived }),
      post('b', { publishedAt: sharp }),
      post('b', { publishedAt: derived }),
      post('c'),
    ]);
    expect(joined).toHaveLength(3);
    expect(joined[0]).toMatchObject({
      publishedAt: sharp,
      title: '标题',
      pinned: true,
      originality: 'repost',
      comments: 'closed',
    });
    expect(joined[1]?.publishedAt).toBe(sharp);
    expect(joined[2]?.publishedAt).toBeNull();
  });
});

describe('tokens of bridges', () => {
  const url =
    'https://user:geheim12@feed.example.cn:1200/feed/a1b2c3d4e5f6a7b8c9d0e1f2/list.xml?key=abc%3D123&n=20&format=json';
  test('an address is shown without them', () => {
    expect(maskUrl(url)).toBe('https://feed.example.cn:1200/feed/***/list.xml?key=***&n=***&format=***');
    expect(maskUrl('not an address')).toBe('***');
  });
  test('nor do they stand in anything that is kept', () => {
    const secrets = secretsOf(url);
    expect(secrets).toEqual(expect.arrayContaining(['a1b2c3d4e5f6a7b8c9d0e1f2', 'abc=123', 'abc%3D123', 'geheim12']));
    const kept = JSON.stringify(scrub({ a: [`x ${url}`], b: { c: 'abc=123' }, n: 20 }, secrets));
    for (const secret of ['a1b2c3d4e5f6a7b8c9d0e1f2', 'abc=123', 'abc%3D123', 'geheim12'])
      expect(kept).not.toContain(secret);
    const bytes = Buffer.concat([Buffer.from([0xb0, 0xa1]), Buffer.from('self=abc%3D123'), Buffer.from([0xff])]);
    expect(Buffer.from(scrubBytes(bytes, secrets))).toEqual(
      Buffer.concat([Buffer.from([0xb0, 0xa1]), Buffer.from('self=***'), Buffer.from([0xff])]),
    );
    expect(scrubBytes(bytes, [])).toBe(bytes);
  });
  test('ordinary words of an address are no token', () =>
    expect(secretsOf('https://feed.example.cn/weibo/user/1234567890?limit=20&format=json')).toEqual([]));
});
