import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';

const maxBytes = 50_000_000;

function isPdf(b: Buffer): boolean {
  return b.toString('latin1', 0, 5) === '%PDF-';
}

/** What people hand in as proof, told by the first bytes: a name proves nothing. */
const kinds: readonly { is(b: Buffer): boolean; kind: Evidence['kind'] }[] = [
  {
    kind: 'screenshot',
    is: (b) => b.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  },
  { kind: 'screenshot', is: (b) => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff },
  { kind: 'screenshot', is: (b) => b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP' },
  { kind: 'screenshot', is: (b) => /^GIF8[79]a/.test(b.toString('latin1', 0, 6)) },
  { kind: 'screenshot', is: (b) => /^ftyp(?:heic|heix|mif1|msf1|hevc|avif)/.test(b.toString('latin1', 4, 12)) },
  { kind: 'import', is: isPdf },
  // xlsx, docx, zip.
  { kind: 'import', is: (b) => b.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04])) },
  // xls, doc, wps.
  { kind: 'import', is: (b) => b.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])) },
];
const markup = /^\s*(?:<!doctype html|<html|<\?xml)/i;

/** 照片、截图或 PDF by its first bytes: what shows a thing as a person saw it. */
export const isPhoto = (bytes: Buffer): boolean =>
  kinds.some((k) => k.is(bytes) && k.kind === 'screenshot') || isPdf(bytes);

export type EvidenceFile = { bytes: Uint8Array; evidence: Evidence };

/**
 * 佐证文件 that a person hands in: a picture, a PDF, an office document, a saved page or a CSV, at most 50 MB. Read, not yet stored. Throws
 * InputError naming `from` (a flag or the worksheet) and the place in it.
 */
export async function readEvidenceFile(
  path: string,
  at: { file: string; place: string },
  capturedAt: string,
): Promise<EvidenceFile> {
  const bad = (message: string, hint: string) =>
    new InputError({ ...at, message: `佐证文件 ${path} ${message}`, hint });
  const info = await stat(path).catch(() => null);
  if (info === null) throw bad('不存在', '检查文件名；导入时用 --evidence-dir 指明文件夹');
  if (!info.isFile()) throw bad('不是文件', '写明文件名');
  if (info.size === 0) throw bad('是空的', '换一份有内容的文件');
  if (info.size > maxBytes) throw bad('超过 50 MB', '压缩或截取后再用');
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) throw bad('读不出来', '检查文件权限');
  const kind = kindOf(bytes, path);
  if (kind === undefined)
    throw bad('的格式不认识', '用图片（PNG、JPEG、WebP、GIF、HEIC）、PDF、xlsx、docx、网页或 CSV');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, evidence: { kind, sha256, url: basename(path), capturedAt } };
}

function kindOf(bytes: Buffer, path: string): Evidence['kind'] | undefined {
  const known = kinds.find((k) => k.is(bytes));
  if (known) return known.kind;
  const head = bytes.toString('latin1', 0, 200);
  if (markup.test(head.replace(/^\u00ef\u00bb\u00bf/, ''))) return 'html';
  // Text has no zero bytes; only what says that it is a table is taken for one.
  return /\.(?:csv|txt)$/i.test(path) && !bytes.subarray(0, 4096).includes(0) ? 'import' : undefined;
}
