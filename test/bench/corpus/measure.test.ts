import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { measureCorpus } from './measure.ts';
import { reportOf } from './print.ts';

const folders: string[] = [];
function corpus(labels: unknown, files: Record<string, string> = {}): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'xuncha-corpus-'));
  folders.push(dir);
  for (const [name, text] of Object.entries({ ...files, 'labels.json': JSON.stringify(labels) })) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return dir;
}
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true });
});

const article = `<html><head><title>关于开展检查的通知</title></head><body><h1>关于开展检查的通知</h1>
<p>发布时间：2024-01-02</p><p>${'各单位要认真落实检查要求，按时报送材料。'.repeat(5)}</p></body></html>`;

describe('对照标签实测', () => {
  test('叫什么目录、什么 kind 都按标签测，对错都算', () => {
    const dir = corpus(
      [
        {
          file: 'novel/right.html',
          kind: 'novel',
          labels: { published: '2024-01-02', footer: { icp: null, conac: 'n/a' } },
        },
        { file: 'novel/wrong.html', kind: 'novel', labels: { published: '2024-01-03' } },
      ],
      { 'novel/right.html': article, 'novel/wrong.html': article },
    );
    const report = reportOf(dir, measureCorpus(dir));
    const published = report.fields.find((f) => f.field === '发布时间');
    expect(published).toMatchObject({ count: 2, there: 2, precision: 0.5, recall: 0.5, exact: 0.5, wrongHigh: 1 });
    expect(report.fields.map((f) => f.field).sort()).toEqual(['ICP备案', '发布时间'].sort());
    expect(report.misses).toMatchObject([
      { file: 'novel/wrong.html', field: '发布时间', expected: '2024-01-03', got: '2024-01-02' },
    ]);
  });

  test('空白栏目：空的算空白，脚本会填的不作结论', () => {
    const list = (inside: string) => `<html><body><h2>栏目</h2><ul class="list" id="rows">${inside}</ul></body></html>`;
    const filled = `${list('')}<script>$.ajax({url:'/api/list',success:function(d){$('#rows').html(d)}})</script>`;
    const dir = corpus(
      [
        { file: 'a/empty.html', labels: { page_type: 'list', blank_column: true } },
        { file: 'a/filled.html', labels: { page_type: 'list', blank_column: false } },
      ],
      { 'a/empty.html': list(''), 'a/filled.html': filled },
    );
    const blank = reportOf(dir, measureCorpus(dir)).fields.find((f) => f.field === '空白栏目');
    expect(blank).toMatchObject({ count: 2, precision: 1, recall: 1, doubted: 1, wrongHigh: 0 });
  });

  test('缺的文件、坏的标签、不会测的项都列出，不中断', () => {
    const dir = corpus(
      [
        { file: 'a/missing.html', kind: 'gov_html', labels: { published: '2024-01-02' } },
        { file: '../outside.html', kind: 'gov_html' },
        { kind: 'no file' },
        5,
        { file: 'a/blob.bin', kind: 'blob', labels: null },
        {
          file: 'a/empty.html',
          kind: 'gov_html',
          labels: { newest_date: 17, blank_column: 'yes', footer: 'cut', meta: [1] },
        },
      ],
      { 'a/blob.bin': 'x', 'a/empty.html': '' },
    );
    const measured = measureCorpus(dir);
    expect(measured.problems.map((p) => p.file)).toEqual([
      'labels.json 第 3 项',
      'labels.json 第 4 项',
      'a/missing.html',
      '../outside.html',
      'a/empty.html',
    ]);
    expect(measured.left).toMatchObject([
      { kind: 'blob', count: 1 },
      { kind: 'gov_html', count: 1 },
    ]);
    expect(measured.measured).toBe(0);
  });

  test('内容线索逐条列出；标为篡改的找到几页、怎么找到的', () => {
    const spam = '<title>百家乐</title><p>示例</p>';
    const dir = corpus(
      [
        { file: 'a/spam.html', kind: 'tampered', labels: { tampered: true } },
        { file: 'a/quiet.html', kind: 'tampered', labels: { tampered: true } },
        { file: 'b/typo.html', kind: 'gov_html', labels: {} },
        { file: 'b/plain.html', kind: 'gov_html', labels: {} },
      ],
      {
        'a/spam.html': spam,
        'a/quiet.html': article,
        'b/typo.html': article.replace('落实', '布署'),
        'b/plain.html': article,
      },
    );
    const { clues } = reportOf(dir, measureCorpus(dir));
    expect(clues).toMatchObject({
      pages: 4,
      clean: { pages: 2, withHigh: 0, withLow: 1 },
      tampered: { pages: 2, found: 1, byLinks: 1, byContent: 1, missed: ['a/quiet.html'] },
      folders: { a: { pages: 2, high: 1, low: 0 }, b: { pages: 2, high: 0, low: 1 } },
      lines: [
        { file: 'a/spam.html', kind: 'spam', text: '百家乐' },
        { file: 'b/typo.html', kind: 'typo', text: '布署' },
      ],
    });
  });

  test('没有标签清单：一行说清', () => {
    expect(() => measureCorpus(path.join(tmpdir(), 'xuncha-no-such-folder'))).toThrow(InputError);
    expect(() => measureCorpus(corpus({ not: 'an array' }))).toThrow('应是数组');
  });
});
