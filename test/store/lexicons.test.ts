import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { clueKinds, entriesOf } from '#core/lexicon.ts';
import { loadLexicons } from '../../src/store/files/lexicons.ts';
import { temporaryFolder } from './temporary.ts';

const shipped = resolve(import.meta.dirname, '../../data/lexicons');
const root = temporaryFolder();
let made = 0;
function folder(files: Readonly<Record<string, string>>): string {
  const dir = join(root, String(made++));
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}
const own = (id: string, more: string) =>
  `id: ${id}\ntitle: 自用\nkind: typo\nsource: 本单位整理\ndate: 2026-11-01\nwhy: 请核对\n${more}\n`;
function problem(files: Readonly<Record<string, string>>): string {
  try {
    loadLexicons([folder(files)]);
  } catch (e) {
    if (e instanceof InputError) return e.message;
    throw e;
  }
  return '';
}

describe('the lists that come with the program', () => {
  const lists = loadLexicons([shipped]);
  test('say where they come from, and each word stands once in a list', () => {
    expect(lists.length).toBeGreaterThanOrEqual(8);
    for (const l of lists) {
      expect(l.source.length, l.id).toBeGreaterThan(10);
      const words = entriesOf(l).map((e) => e.word);
      expect(new Set(words).size, l.id).toBe(words.length);
    }
    const kinds = new Set(lists.map((l) => l.kind));
    for (const kind of ['expression', 'typo', 'secrecy', 'spam', 'advert', 'follow-first'] as const)
      expect(kinds).toContain(kind);
  });
  test('a wrong form is not its own right one, nor a part of it', () => {
    for (const l of lists)
      for (const { word, right } of entriesOf(l))
        if (right !== undefined) expect(right.replace(/[“”]/g, ''), `${l.id} ${word}`).not.toContain(word);
  });
  test('an exception holds the word it excuses', () => {
    for (const l of lists)
      for (const { word, not } of entriesOf(l)) for (const n of not) expect(n, l.id).toContain(word);
  });
  test('kinds are known', () => {
    for (const l of lists) expect(clueKinds).toContain(l.kind);
  });
});

describe('lists of the user', () => {
  test('one with the same id takes the place of ours, one without words switches it off, others are added', () => {
    const dir = folder({
      'typos.yaml': own('typos', 'pairs: { 布署: 部署 }'),
      'adverts.yaml': own('adverts', ''),
      'mine.yaml': own('mine', 'words: [某词]'),
    });
    const lists = new Map(loadLexicons([dir, shipped]).map((l) => [l.id, l]));
    expect(entriesOf(lists.get('typos')!)).toHaveLength(1);
    expect(lists.has('adverts')).toBe(false);
    expect(lists.has('mine')).toBe(true);
    expect(lists.has('spam')).toBe(true);
  });
  test.each([
    ['a mistyped key', { 'a.yaml': own('a', 'wrods: [某词]') }, /a\.yaml（wrods）：.*words/],
    ['an id that is not the file name', { 'a.yaml': own('b', 'words: [某词]') }, /编号“b”与文件名“a”不一致/],
    ['a date that is none', { 'a.yaml': own('a', '').replace('2026-11-01', '上月') }, /a\.yaml（date）：不是日期/],
    ['a word of one character', { 'a.yaml': own('a', 'words: [词]') }, /words/],
    ['an unknown kind', { 'a.yaml': own('a', '').replace('kind: typo', 'kind: typos') }, /kind/],
    ['the same word twice', { 'a.yaml': own('a', 'pairs:\n  误写: 规范\n  误写: 规范二') }, /同一个键写了两次/],
    ['no YAML', { 'a.yaml': 'id: [a' }, /不是有效的 YAML/],
    ['a list of nothing', { 'a.yaml': '- 一\n- 二\n' }, /不是词表文件/],
    ['too large', { 'a.yaml': `# ${'x'.repeat(4_100_000)}` }, /文件过大/],
  ])('%s is said in one line', (_, files, expected) => {
    const said = problem(files);
    expect(said).toMatch(expected);
    expect(said.split('\n').length).toBeLessThanOrEqual(2);
  });
  test('a folder that is not there', () => {
    expect(() => loadLexicons([join(root, 'nowhere')])).toThrow(/词表文件夹不存在.*lexicons/);
  });
});
