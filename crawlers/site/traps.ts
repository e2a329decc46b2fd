/** 抓取陷阱 — see below; first the signatures. */
export const trapReasons = [
  'too-long',
  'too-deep',
  'too-many-parameters',
  'repeated-path',
  'growing-path',
  'calendar',
  'endless-query',
  'endless-list',
  'variant',
] as const;
export type TrapReason = (typeof trapReasons)[number];

export type Traps = {
  admit(url: string, from: { url: string; depth: number }): { ok: true } | { ok: false; why: TrapReason };
  counts(): Record<TrapReason, number>;
};

export function openTraps(): Traps {
  const counts = Object.fromEntries(trapReasons.map((r) => [r, 0])) as Record<TrapReason, number>;
  const refuse = (why: TrapReason) => {
    counts[why]++;
    return { ok: false as const, why };
  };
  return {
    admit(url) {
      if (url.length > 2000) return refuse('too-long');
      if (url.split('/').length > 23) return refuse('too-deep');
      return { ok: true };
    },
    counts: () => ({ ...counts }),
  };
}
