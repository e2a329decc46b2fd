import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { indicators } from '#indicators/index.ts';

const root = new URL('../../src/indicators/', import.meta.url);
/** Files of the folders that hold no indicator but what several share. */
const shared = new Set([
  'marks',
  'mark-pages',
  'coverage',
  'liveness',
  'backfilled-rows',
  'clue-drafts',
  'guide-pages',
  'letter-pages',
]);
const filesOf = (folder: string) =>
  readdirSync(new URL(`${folder}/`, root))
    .map((f) => f.replace(/\.ts$/, ''))
    .filter((f) => !shared.has(f));

test('the list is the folder: every file is in it under its own name and subject', () => {
  const listed = indicators.map((i) => `${i.subject}/${i.id}`).sort();
  const onDisk = ['site', 'account', 'organization']
    .flatMap((folder) => filesOf(folder).map((f) => `${folder}/${f}`))
    .sort();
  expect(listed).toEqual(onDisk);
});

test.each(indicators.map((i) => [i.id, i] as const))(
  '%s describes itself in Chinese and has working defaults',
  (_, i) => {
    for (const text of [i.title, i.description, i.machine.alone, i.machine.person, ...Object.values(i.faults)])
      expect(text).toMatch(/[\u4e00-\u9fff]/);
    const params = i.params.parse({});
    expect(i.params.parse(params)).toEqual(params);
    expect(i.lookbackDays(params)).toBeGreaterThan(0);
    expect(i.needs.length).toBeGreaterThan(0);
    expect(i.params.safeParse({ unknownParam: 1 }).success).toBe(false);
  },
);
