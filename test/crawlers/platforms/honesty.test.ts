import { describe, expect, test } from 'vitest';
import { completeSources, defineAdapter, type Visibility } from '#crawlers/platforms/contract.ts';
import { adapters } from '#crawlers/platforms/index.ts';
import { thepaper } from '#crawlers/platforms/thepaper/adapter.ts';
import { toutiao } from '#crawlers/platforms/toutiao/adapter.ts';
import { allCases } from './cases.ts';
import { dishonest, flipped, judged, stored } from './honesty.ts';
import { day, now, type PlatformCases } from './matrix.ts';

const casesOf = (id: string): PlatformCases => {
  const cases = allCases[id];
  if (cases === undefined) throw new Error(`no cases of ${id}`);
  return cases;
};

describe('blocked looks like empty: no wall turned into 200 and emptiness says anything of the account', () => {
  test.each(adapters.map((a) => [a.id, a] as const))('%s', (id, adapter) => {
    expect(dishonest(adapter, casesOf(id))).toEqual([]);
  });
});

describe('seen once, then walled for a week: nothing is concluded', () => {
  test.each(adapters.map((a) => [a.id, a] as const))('%s', (id, adapter) => {
    expect(flipped(adapter, casesOf(id))).toEqual([]);
  });
});

describe('these tests can fail', () => {
  const toutiaoCases = casesOf('toutiao');
  const saying = (visibility: Visibility) =>
    defineAdapter({
      ...toutiao,
      parse: (step, response, account, at) =>
        response.status === 200 && !response.text.includes('publish_time')
          ? { visibility, posts: [] }
          : toutiao.parse(step, response, account, at),
    });
  test('an adapter that takes 200 and nothing for an account without posts', () => {
    const faults = dishonest(saying({ kind: 'visible_empty', proof: '列表为空', coverage: 'complete' }), toutiaoCases);
    expect(faults).toContain('toutiao · captcha200 · empty body: visible_empty');
    expect(faults).toContain('toutiao · captcha200 · empty body: judged silent');
    expect(faults).toContain('toutiao · status 403 · empty array: judged silent');
  });
  test('an adapter that takes it for a list without anything new', () => {
    const faults = dishonest(saying({ kind: 'visible', coverage: 'partial', from: null, why: '看到' }), toutiaoCases);
    expect(faults).toContain('toutiao · wall: data null · data: empty array: visible');
  });
  test('an adapter that takes it for a deleted account', () => {
    const faults = dishonest(saying({ kind: 'gone', reason: 'not_found', text: '不存在' }), toutiaoCases);
    expect(faults).toContain('toutiao · loginRedirect · empty page: judged gone');
  });
  test('an adapter that goes on saying complete while it is walled', () => {
    const cases = casesOf('thepaper');
    const broken = defineAdapter({
      ...thepaper,
      conclude: () => ({
        visibility: { kind: 'visible_empty', proof: '没有看到', coverage: 'complete' },
        posts: [],
        notes: [],
      }),
    });
    expect(completeSources.has(broken.id)).toBe(true);
    expect(flipped({ ...thepaper, conclude: broken.conclude as never }, cases).length).toBeGreaterThan(0);
  });
  test('and a platform whose list really shows silence, twice, is judged silent', () => {
    const cases = casesOf('thepaper');
    if (!(cases.showing instanceof Function)) expect.unreachable();
    const old = cases.showing([1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ n, at: now - (20 + n) * day })));
    const twice = [now - 2 * day, now].flatMap((t) => stored(thepaper, cases, old, t));
    expect(judged(twice, now)).toMatchObject({ state: 'silent', certainty: 'confirmed', because: 'twice' });
  });
});
