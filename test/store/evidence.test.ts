import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openEvidenceStore } from '../../src/store/files/evidence.ts';
import { temporaryFolder } from './temporary.ts';

const root = temporaryFolder();
let n = 0;
const fresh = () => {
  const folder = join(root, String(++n));
  return { folder, store: openEvidenceStore(folder) };
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha = (b: Uint8Array): string => createHash('sha256').update(b).digest('hex');
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => e.name);

describe('evidence store', () => {
  it('keeps bytes as they came, under their SHA-256, once', async () => {
    const { folder, store } = fresh();
    const page = bytes('<!doctype html><title>示例</title>');
    const hash = await store.put(page);
    expect(hash).toBe(sha(page));
    await store.put(page);
    await Promise.all(Array.from({ length: 8 }, () => store.put(page)));
    expect(files(folder)).toEqual([`${hash.slice(2)}.html.txt`]);
    expect(store.path(hash)).toBe(join(folder, hash.slice(0, 2), `${hash.slice(2)}.html.txt`));
    expect(new Uint8Array(readFileSync(store.path(hash)))).toEqual(page);
    expect(await store.get(hash)).toEqual(page);
  });

  it('has nothing of what it never got', async () => {
    const { store } = fresh();
    expect(await store.get('0'.repeat(64))).toBeUndefined();
    expect(store.path('0'.repeat(64))).toBe('');
  });

  it('is never led out of its folder', async () => {
    const { store } = fresh();
    await expect(store.get('../../../../etc/passwd')).rejects.toThrow('not a SHA-256');
    expect(() => store.path('../x')).toThrow('not a SHA-256');
  });

  it.each([
    ['a page', bytes('\ufeff \n<!DOCTYPE html>\n<html>'), '.html.txt'],
    ['a page without a head', bytes('<div onclick="x">示例</div>'), '.html.txt'],
    ['a script after text', bytes('没有标签的开头，然后 <script>alert(1)</script>'), '.html.txt'],
    [
      'an image that is a page behind',
      bytes('\x3csvg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      '.html.txt',
    ],
    ['a drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>'), '.svg.txt'],
    ['a feed', bytes('<?xml version="1.0"?><rss></rss>'), '.xml.txt'],
    ['JSON', bytes('{"a": "示例"}'), '.json'],
    ['something like JSON', bytes('{<script>}'), '.html.txt'],
    ['plain text', bytes('示例文字'), '.txt'],
    ['text in GBK', Uint8Array.from([0xca, 0xbe, 0xc0, 0xfd, 0x0a]), '.txt'],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), '.png'],
    ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0]), '.jpg'],
    ['a program', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), '.bin'],
    ['a PDF', Uint8Array.from([...bytes('%PDF-1.7\n'), 0, 1, 2]), '.bin'],
    ['a workbook', zipSync({ '[Content_Types].xml': bytes('x'), 'xl/workbook.xml': bytes('<workbook/>') }), '.xlsx'],
    ['a workbook with macros', zipSync({ 'xl/workbook.xml': bytes('x'), 'xl/vbaProject.bin': bytes('x') }), '.bin'],
    ['an archive', zipSync({ 'a.exe': bytes('x') }), '.bin'],
    ['nothing', new Uint8Array(0), '.txt'],
  ])('names %s by its bytes, and nothing that runs scripts by an ending a browser runs', async (_, content, ending) => {
    const { store } = fresh();
    const path = store.path(await store.put(content));
    expect(path.slice(path.indexOf('.', path.lastIndexOf('/')))).toBe(ending);
    expect(path).not.toMatch(/\.(?:x?html?|svg|xml|pdf|mht|js)$/);
  });

  it('refuses to show evidence that was changed, and mends one cut short when it comes again', async () => {
    const { store } = fresh();
    const page = bytes('<html>原来的内容</html>');
    const hash = await store.put(page);
    writeFileSync(store.path(hash), '<html>改过的内容</html>');
    await expect(store.get(hash)).rejects.toThrow('与它的 SHA-256 不符');
    writeFileSync(store.path(hash), '<ht');
    await store.put(page);
    expect(await store.get(hash)).toEqual(page);
  });

  it('leaves no temporary file, and says in one line when it cannot write', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, 'x');
    await expect(openEvidenceStore(join(file, 'below')).put(bytes('x'))).rejects.toThrow(
      /路径中有一段是文件，不是文件夹/,
    );
    const { folder, store } = fresh();
    await store.put(bytes('a'));
    expect(files(folder).filter((f) => f.includes('tmp'))).toEqual([]);
  });
});
