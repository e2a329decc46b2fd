import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { endOfDay, isDay, shanghaiDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import { suggest } from '#core/explain.ts';
import { type Observation, type ObservationValue, observationKey } from '#core/observation.ts';
import { type Account, platformNames, type Registry } from '#core/registry.ts';
import { spanOf } from '#crawlers/import/times.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { isPhoto } from './evidence-file.ts';
import { printJson, say, withData } from './session.ts';

export type RecordFlags = GlobalFlags & {
  account: string;
  lastPost: string;
  by: string;
  photo?: string;
  note?: string;
  complete?: boolean;
  from?: string;
  to?: string;
};

const maxPhotoBytes = 20_000_000;
const bad = (flag: string, message: string, hint?: string): InputError =>
  new InputError({ file: flag, place: '', message, ...(hint === undefined ? {} : { hint }) });

const Typed = z.strictObject({
  account: z.string().trim().min(1, '要写账号编号').max(64, '账号编号不超过 64 个字符'),
  lastPost: z.string().trim().min(1, '要写最近一条内容的日期，从未发布写“无”').max(60, '日期太长'),
  by: z.string().trim().min(1, '要写登记人的姓名').max(60, '姓名不超过 60 个字符'),
  photo: z.string().min(1, '要写照片或截图的文件名').optional(),
  note: z.string().trim().max(500, '备注不超过 500 个字符').optional(),
  complete: z.boolean().default(false),
  from: z.string().refine(isDay, '日期写成 2026-01-31 的样子').optional(),
  to: z.string().refine(isDay, '日期写成 2026-01-31 的样子').optional(),
});
type Typed = z.output<typeof Typed>;
const flagNames: Readonly<Record<string, string>> = { lastPost: '--last-post' };

/** 人工登记: what a person saw on an account becomes an observation, with a photo where there is one. */
export async function recordAccount(flags: RecordFlags): Promise<number> {
  const typed = typedOf(flags);
  return withData(flags, 'share', async (data) => {
    const registry = await data.registry.load();
    const account = accountOf(registry, typed.account);
    const now = systemClock.now();
    const photo = typed.photo === undefined ? null : await photoOf(typed.photo);
    const made = manualRecord(account, typed, now, photo);
    if (photo !== null) await data.evidence.put(photo.bytes);
    await data.evidence.put(made.sheet);
    const added = await data.observations.append([made.observation]);
    const name = `${platformNames[account.platform]}“${account.name}”`;
    if (flags.json) printJson({ account: account.id, coverage: made.value.coverage, window: made.value.window, added });
    else {
      const last = made.value.posts[0] === undefined ? '从未发布' : `最近一条 ${made.day}`;
      const scope =
        made.value.coverage === 'complete'
          ? `，${made.value.window.from} 至 ${made.value.window.to} 的内容都看过`
          : '，只证明看到的，不证明没有更新';
      say(`已登记${name}：${last}（登记人 ${typed.by}${photo === null ? '' : '，附照片'}${scope}）`);
    }
    return exitCodes.done;
  });
}

/** What was typed, checked. Throws InputError, one line. */
export function typedOf(flags: RecordFlags): Typed {
  const { account, lastPost, by, photo, note, complete, from, to } = flags;
  const given = Object.entries({ account, lastPost, by, photo, note, complete, from, to }).filter(
    ([, v]) => v !== undefined,
  );
  const result = Typed.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = String(issue?.path[0] ?? '');
  throw bad(flagNames[key] ?? `--${key}`, issue?.message ?? '写法不对');
}

function accountOf(registry: Registry, id: string): Account {
  const found = registry.accounts.find((a) => a.id === id);
  if (found) return found;
  const named = registry.accounts.filter((a) => a.name === id);
  if (named.length === 1 && named[0] !== undefined) return named[0];
  if (named.length > 1)
    throw new InputError({
      file: '--account',
      place: id,
      message: '台账里有几个账号叫这个名称',
      hint: `写账号编号：${named.map((a) => a.id).join('、')}`,
    });
  const ids = [...registry.accounts.map((a) => a.id), ...registry.accounts.map((a) => a.name)];
  throw new InputError({ file: '--account', place: id, message: '台账里没有这个账号', hint: suggest(id, ids) });
}

/** 照片或截图. */
export type Photo = { bytes: Uint8Array; name: string };

/** A photo of a file. Throws InputError for what is none. */
export async function photoOf(file: string): Promise<Photo> {
  const info = await stat(file).catch(() => null);
  if (info === null) throw new InputError({ file: '--photo', place: file, message: '文件不存在', hint: '检查文件名' });
  if (!info.isFile()) throw new InputError({ file: '--photo', place: file, message: '不是文件' });
  if (info.size > maxPhotoBytes)
    throw new InputError({ file: '--photo', place: file, message: '超过 20 MB', hint: '压缩后再登记' });
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) throw new InputError({ file: '--photo', place: file, message: '读不出来', hint: '检查文件权限' });
  if (!isPhoto(bytes))
    throw new InputError({
      file: '--photo',
      place: file,
      message: '不是照片或截图',
      hint: '用 PNG、JPEG、WebP、GIF、HEIC 图片或 PDF',
    });
  return { bytes, name: basename(file) };
}

type Made = {
  observation: Observation<'account.posts'>;
  value: ObservationValue<'account.posts'>;
  /** What was typed, as it is kept for evidence. */
  sheet: Uint8Array;
  day: string;
};

/**
 * One `account.posts` of source `manual`. Without `--complete` it is partial: it proves what was seen, never what was not. Throws
 * InputError, one line, for a day in the future, a window that is none or that ends before what was seen.
 */
export function manualRecord(account: Account, typed: Typed, now: Date, photo: Photo | null): Made {
  const never = /^(?:无|从未发布|没有)$/.test(typed.lastPost);
  const span = never ? null : spanOf(typed.lastPost);
  const today = shanghaiDay(now);
  if (!never && span === null)
    throw bad('--last-post', `“${typed.lastPost}”看不懂`, '写成 2026-11-08 或“2026-11-08 09:30”，从未发布写“无”');
  if (span !== null && span.from > now.getTime()) throw bad('--last-post', '日期在未来', '检查年份和月份');
  const day = span === null ? today : shanghaiDay(new Date(span.from));
  if (account.openedOn !== undefined && span !== null && day < account.openedOn)
    throw bad('--last-post', `早于账号的开设日期 ${account.openedOn}`, '检查日期，或改正台账');
  const window = windowOf(typed, { never, day, today });

  const sheetText = JSON.stringify({
    类型: '人工登记',
    账号编号: account.id,
    平台: platformNames[account.platform],
    账号名称: account.name,
    最近一条: never ? '从未发布' : typed.lastPost,
    登记人: typed.by,
    登记时间: now.toISOString(),
    ...(typed.complete ? { 全部看过: `${window.from} 至 ${window.to}` } : {}),
    ...(typed.note === undefined ? {} : { 备注: typed.note }),
    ...(photo === null ? {} : { 照片: photo.name }),
  });
  const sheet = new TextEncoder().encode(`${sheetText}\n`);
  const capturedAt = now.toISOString();
  const evidence: Evidence[] = [{ kind: 'import', sha256: sha256(sheet), url: `人工登记（${typed.by}）`, capturedAt }];
  if (photo !== null) evidence.push({ kind: 'screenshot', sha256: sha256(photo.bytes), url: photo.name, capturedAt });

  const value: ObservationValue<'account.posts'> = {
    platform: account.platform,
    source: 'manual',
    coverage: typed.complete ? 'complete' : 'partial',
    window,
    attestedBy: typed.by,
    posts:
      span === null
        ? []
        : [
            {
              id: `manual:${new Date(span.from).toISOString()}`,
              title: typed.note ?? '',
              url: null,
              published: {
                from: new Date(span.from).toISOString(),
                // What was seen is published: not later than it was seen.
                to: new Date(Math.min(span.to, now.getTime())).toISOString(),
              },
              original: 'unknown',
              pinned: false,
              timeFrom: '人工登记',
            },
          ],
  };
  const head = {
    kind: 'account.posts' as const,
    subjectId: account.id,
    target: `${account.id}#${sha256(sheet).slice(0, 16)}`,
    // The instant up to which it speaks.
    slot: new Date(
      typed.complete ? Math.min(endOfDay(window.to).getTime(), now.getTime()) : now.getTime(),
    ).toISOString(),
  };
  const observation: Observation<'account.posts'> = {
    ...head,
    key: observationKey(head),
    observedAt: capturedAt,
    probe: { id: 'manual', version: 1 },
    status: 'observed',
    value,
    evidence,
  };
  return { observation, value, sheet, day };
}

function windowOf(typed: Typed, o: { never: boolean; day: string; today: string }): { from: string; to: string } {
  const { from, to } = typed;
  if (!typed.complete) {
    if (from !== undefined || to !== undefined)
      throw bad('--from', '只和 --complete 一起用', '这几天的内容全都看过才加 --complete');
    if (o.never)
      throw bad(
        '--last-post',
        '“无”只和 --complete 一起用',
        '写明从哪天到哪天都看过、没有内容：--complete --from … --to …',
      );
    return { from: o.day, to: o.today };
  }
  if (from === undefined || to === undefined)
    throw bad('--complete', '要写明全部看过的是哪几天', '加上 --from 和 --to，如 --from 2026-11-01 --to 2026-11-15');
  if (from > to) throw bad('--from', '晚于 --to', '检查两个日期');
  if (to > o.today) throw bad('--to', '在未来，还没有看过', `最晚写 ${o.today}`);
  if (!o.never && o.day > to) throw bad('--to', `早于最近一条的日期 ${o.day}`, '检查两个日期');
  return { from, to };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
