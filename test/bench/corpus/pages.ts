import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { InputError } from '#core/errors.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';

/** One entry of `labels.json`; keys that are not read here may stand beside these. */
const EntrySchema = z.looseObject({
  file: z.string().min(1),
  kind: z.string().default(''),
  charset_actual: z.string().nullish(),
  labels: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((labels) => labels ?? {}),
  note: z.string().nullish(),
});
export type Entry = z.infer<typeof EntrySchema>;

export type Labels = {
  entries: Entry[];
  /** Entries that are no entries: place and why. */
  unread: { at: string; why: string }[];
};

/** 标签清单 of a corpus folder. Throws InputError when there is no list at all; single bad entries are reported. */
export function readLabels(dir: string): Labels {
  const file = path.join(dir, 'labels.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = `读不出 JSON：${error instanceof Error ? error.message : String(error)}`;
    throw new InputError({ file, place: '', message, hint: '检查 --corpus 指向的目录里有没有合格的 labels.json' });
  }
  if (!Array.isArray(json))
    throw new InputError({ file, place: '', message: '应是数组，每个文件一项', hint: '格式见真实页面集的 README.md' });
  const entries: Entry[] = [];
  const unread: Labels['unread'] = [];
  for (const [i, item] of json.entries()) {
    const read = EntrySchema.safeParse(item);
    if (read.success) entries.push(read.data);
    else unread.push({ at: `labels.json 第 ${i + 1} 项`, why: read.error.issues.map(issueText).join('；') });
  }
  return { entries, unread };
}

const issueText = (issue: z.core.$ZodIssue) => `${issue.path.join('.') || '整项'} 不合格式`;

/** Folder of an entry: the first part of its path. */
export function folderOf(entry: Entry): string {
  const parts = entry.file.split('/');
  return parts.length > 1 ? parts[0]! : '（根目录）';
}

/** Day to read undated years from when a label names none: far enough that nothing saved is in its future. */
const LATE = '2026-11-22';

/** Asia/Shanghai day on which a page was saved, where the labels say it. */
export function dayOf(entry: Entry): string {
  const day = entry.labels.snapshot_date;
  return typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : LATE;
}

/** Bytes of an entry, or null when its file is missing or lies outside the folder. */
export function bytesOf(dir: string, entry: Entry): Uint8Array | null {
  const file = path.resolve(dir, entry.file);
  if (!file.startsWith(path.resolve(dir) + path.sep) || !existsSync(file)) return null;
  return readFileSync(file);
}

/** The page as the crawler would hand it over; no help from the labels but its kind of page. */
export function openPage(
  entry: Entry,
  body: Uint8Array,
  sha256: string = createHash('sha256').update(body).digest('hex'),
): PageSnapshot | { notPage: string } {
  const url = addressOf(entry);
  const role = entry.labels.page_type;
  return snapshotOf({
    exchange: {
      requestedUrl: url,
      finalUrl: url,
      status: 200,
      startedAt: `${dayOf(entry)}T04:00:00.000Z`,
      body,
      hops: [{ url, method: 'GET', status: 200, headers: [['content-type', 'text/html']], phases: { end: 1 } }],
    },
    role: role === 'home' || role === 'list' || role === 'article' ? role : 'other',
    sha256,
  });
}

/**
 * Saved pages lost their address unless a label keeps it. Of a mirror (folder/host/path) the path is the address; of a single file
 * only the host that its name begins with: the rest of the name can hold the labelled date, which an address must not betray.
 */
export function addressOf(entry: Entry): string {
  const { url } = entry.labels;
  if (typeof url === 'string') {
    const known = URL.parse(url.split(' ', 1)[0]!);
    if (known !== null && /^https?:$/.test(known.protocol)) return known.href;
  }
  const parts = entry.file.split('/');
  if (parts.length > 2) {
    const mirrored = URL.parse(
      `https://${parts[1]!.replaceAll('_', '.')}/${parts.slice(2).map(encodeURIComponent).join('/')}`,
    );
    if (mirrored !== null) return mirrored.href;
  }
  const host = /^((?:[a-z0-9-]+\.)+[a-z]{2,6})_/i.exec(parts.at(-1)!)?.[1] ?? 'www.example.cn';
  return `https://${host}/page.html`;
}

/** Whether the file is markup that probes read (.jsp of saved pages are HTML with a wrapper line). */
export function isMarkup(entry: Entry): boolean {
  return /\.(?:s?html?|xhtml|jsp|jspx|aspx?|php)$/i.test(entry.file);
}
