import { describe, expect, test } from 'vitest';
import { rmh } from '#crawlers/platforms/rmh/adapter.ts';
import { record } from '../build.ts';
import { platformContract } from '../contract.ts';
import { day, look, newest, now } from '../matrix.ts';
import { article, cases } from './cases.ts';

platformContract(rmh, cases);

describe('rmh: articles', () => {
  const urls = [1, 2, 3, 4, 5, 6, 7].map((n) => `https://www.peopleapp.com/rmharticle/3005000000${n}`);
  test('without an article there is nothing to ask', () => {
    expect(rmh.plan(record('rmh'))).toHaveProperty('not_observable');
    expect(
      rmh.plan(record('rmh', { urls: ['https://www.peopleapp.com.evil.example/rmharticle/30050000001'] })),
    ).toHaveProperty('not_observable');
  });
  test('at most five are asked, each once', () => {
    const plan = rmh.plan(record('rmh', { urls: [...urls, ...urls] }));
    expect('steps' in plan ? plan.steps.map((s) => s.url) : []).toEqual(urls.slice(0, 5));
  });
  test('of several the newest counts, never the first', () => {
    const account = record('rmh', { urls: urls.slice(0, 3) });
    const ages = new Map([
      [urls[0], 200],
      [urls[1], 2],
      [urls[2], 30],
    ]);
    const reading = look(rmh, cases, (step) => article({ n: 1, at: now - (ages.get(step.url) ?? 0) * day }), account);
    expect(reading.posts).toHaveLength(3);
    expect(newest(reading)).toMatchObject({ postId: '30050000002' });
    expect(reading.visibility).toMatchObject({ kind: 'visible', coverage: 'partial' });
  });
});
