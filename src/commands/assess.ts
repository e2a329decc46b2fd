import { endOfDay, shanghaiDay } from '#core/calendar.ts';
import { InputError } from '#core/errors.ts';
import { policyOf, systemClock } from '../app.ts';
import type { GlobalFlags } from '../flags.ts';
import { parseFailOn } from '../output/fail-on.ts';
import { exitOf } from './deliver.ts';
import { ledgerLines } from './ledger.ts';
import { printJson, say, withData } from './session.ts';
import { assessStep } from './steps.ts';

export type AssessFlags = GlobalFlags & { asOf?: string; failOn?: string[] };

export async function assess(flags: AssessFlags): Promise<number> {
  const conditions = parseFailOn(flags.failOn ?? []);
  const asOf = parseAsOf(flags.asOf, systemClock.now());
  return withData(flags, 'share', async (data, config) => {
    const policy = await policyOf(config);
    const assessment = await assessStep({ data, registry: await data.registry.load(), policy, asOf });
    if (flags.json) printJson(assessment);
    else for (const line of ledgerLines(assessment)) say(line);
    return exitOf(conditions, assessment);
  });
}

/** 监测时间点: an instant, or a day (then its end, Beijing time, but never later than now). Throws InputError. */
export function parseAsOf(text: string | undefined, now: Date): Date {
  if (text === undefined) return now;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = day
    ? safeEnd(text)
    : /^\d{4}-\d{2}-\d{2}T.+(Z|[+-]\d{2}:?\d{2})$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(at))
    throw new InputError({
      file: '--as-of',
      place: text,
      message: '看不懂的时间',
      hint: '写 2026-01-31，或带时区的 2026-01-31T18:00+08:00',
    });
  if (at <= now.getTime()) return new Date(at);
  if (day && text === shanghaiDay(now)) return now;
  throw new InputError({ file: '--as-of', place: text, message: '监测时间点不能晚于现在', hint: '不写就是现在' });
}

function safeEnd(day: string): number {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const real = new Date(Date.UTC(y, m - 1, d));
  return real.getUTCMonth() === m - 1 && real.getUTCDate() === d ? endOfDay(day).getTime() : Number.NaN;
}
