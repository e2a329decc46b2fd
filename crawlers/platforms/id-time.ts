import { startOfDay } from '#core/calendar.ts';
import type { PostSeen, TimeSpan } from './contract.ts';
import { plausible } from './time.ts';

/**
 * 编号里的时间 — platform ids that carry the second they were made in. Measured against printed times: Weibo +53…+213 s, Toutiao −408…0 s,
 * Douyin −37…−4 s, Bilibili dynamics exact; so ten minutes either way.
 */
export const idPlatforms = ['weibo', 'toutiao', 'douyin', 'bilibili', 'xiaohongshu', 'kuaishou-cdn'] as const;
export type IdPlatform = (typeof idPlatforms)[number];

const tolerance = 600_000;

/** Time of an id, `precision: 'derived'`; null when the id has another shape or gives no plausible time. For a cross-check or as the last resort. */
export function idTime(platform: IdPlatform, id: string, nowMs: number): TimeSpan | null {
  const ms = instant(platform, id.trim());
  if (ms === null || !plausible(ms, nowMs)) return null;
  return {
    lo: ms - tolerance,
    hi: Math.max(ms - tolerance, Math.min(ms + tolerance, nowMs)),
    precision: 'derived',
    raw: id.slice(0, 80),
    from: `${platform}:id`,
  };
}

function instant(platform: IdPlatform, id: string): number | null {
  if (platform === 'xiaohongshu') return /^[0-9a-f]{24}$/i.test(id) ? Number.parseInt(id.slice(0, 8), 16) * 1000 : null;
  if (platform === 'kuaishou-cdn') return cdnName(id);
  if (!/^\d{15,20}$/.test(id)) return null;
  const n = BigInt(id);
  if (platform === 'weibo') return (Number(n >> 22n) + 515_483_463) * 1000;
  if (platform === 'bilibili') return (Number(n >> 32n) + 1_498_838_400) * 1000;
  return Number(n >> 32n) * 1000;
}

/** `B` and Base64 of `YYYYMMDDHHmmss_user_photo_…`, Asia/Shanghai, in the file name of a cover. */
function cdnName(text: string): number | null {
  // Of the first 300 characters only: addresses are long, the name stands at the end of the path.
  const name = text.slice(0, 2_000).split(/[?#]/, 1)[0]?.split('/').at(-1)?.slice(0, 300) ?? '';
  const packed = /^B([A-Za-z0-9+_-]{20,200})/.exec(name)?.[1];
  if (packed === undefined) return null;
  const plain = decode(packed);
  const m = /^(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_\d/.exec(plain);
  if (!m) return null;
  const [date, h, min, s] = [`${m[1]}-${m[2]}-${m[3]}`, Number(m[4]), Number(m[5]), Number(m[6])];
  const day = new Date(`${date}T00:00:00.000Z`);
  if (!Number.isFinite(day.getTime()) || day.toISOString().slice(0, 10) !== date || h > 23 || min > 59 || s > 59)
    return null;
  return startOfDay(date).getTime() + ((h * 60 + min) * 60 + s) * 1000;
}

function decode(base64: string): string {
  const whole = base64.replaceAll('-', '+').replaceAll('_', '/');
  try {
    return atob(whole.slice(0, whole.length - (whole.length % 4)));
  } catch {
    return '';
  }
}

/** Two readings further apart than this are a finding of their own: scheduled posting, an edited date, 伪造发稿日期. */
const apart = 86_400_000;

/** The shown time with the one of the id beside it: either alone, or the shown one, and both where they disagree by more than a day. */
export function withIdTime(
  shown: TimeSpan | null,
  derived: TimeSpan | null,
): Pick<PostSeen, 'publishedAt' | 'otherTime'> {
  if (shown === null || derived === null) return { publishedAt: shown ?? derived };
  const gap = Math.max(derived.lo - shown.hi, shown.lo - derived.hi);
  return gap > apart ? { publishedAt: shown, otherTime: derived } : { publishedAt: shown };
}

/** Where an interval lies against a threshold, both epoch ms: `fresh` wholly at or after it, `stale` wholly before it. */
export function against(span: Pick<TimeSpan, 'lo' | 'hi'>, threshold: number): 'fresh' | 'stale' | 'borderline' {
  return span.lo >= threshold ? 'fresh' : span.hi < threshold ? 'stale' : 'borderline';
}
