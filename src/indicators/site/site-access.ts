import { z } from 'zod';
import { dayMs } from '#core/calendar.ts';
import { defineIndicator } from '#core/indicator.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import type { Closure } from '#core/registry.ts';
import { decide } from '#core/verdict.ts';
import {
  basisOf,
  evidenceOf,
  listed,
  maxEvidence,
  partition,
  spread,
  timeText,
  undeterminable,
  unseenText,
} from '../common.ts';

type Access = ObservationValue<'site.access'>;

const params = z.strictObject({
  /** 超过（含）this many milliseconds without readable text, a visit counts as not opened. */
  timeoutMs: z.number().int().positive().default(15_000),
  /** 占比超过（含）this percentage of failed visits fails. */
  failPercent: z.number().positive().max(100).default(5),
  /** 监测天数. */
  windowDays: z.number().int().positive().max(31).default(7),
  /** 每天间隔性访问次数 below which a day was not monitored enough. */
  minPerDay: z.number().int().nonnegative().default(20),
  /** Visits over the whole window, seen or not, below which nothing is decided. */
  minVisits: z.number().int().positive().default(140),
  /** Length of one monitored day in hours. Always 24; a demonstration compresses it together with `timeoutMs`, and says so. */
  dayHours: z.number().positive().max(24).default(24),
});

/** 站点无法访问 */
export const siteAccess = defineIndicator({
  id: 'site-access',
  version: 1,
  title: '站点无法访问',
  description:
    '监测期内按时段间隔访问首页，计算规定时限内没有打开的次数占比。没有看成的访问不计入，但按最好和最坏两种情形各算一遍，两种情形结论一致才下结论。',
  subject: 'site',
  // The other forms of the address are for notes and information; no verdict rests on them.
  needs: ['site.access', 'site.address-forms'],
  faults: { 'not-open': '监测期内首页打不开的占比达到上限' },
  params,
  lookbackDays: (p) => (p.windowDays * p.dayHours) / 24,
  machine: {
    alone: '访问次数足够，且没看成的访问无论怎样都改变不了结论时，直接判定通过或不通过。',
    person: '访问次数不足，或没看成的访问（本机断网、被防护拦截）足以改变结论时，交人工判断。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const windowMs = p.windowDays * p.dayHours * 3_600_000;
    const start = asOf.getTime() - windowMs;
    const everywhere = observations['site.access'].filter(
      (v) => Date.parse(v.slot) > start && Date.parse(v.slot) <= asOf.getTime(),
    );
    // A register that was put right: what the wrong address answered says nothing about the site.
    const inWindow = everywhere.filter((v) => v.target === subject.record.home);
    const closures = subject.record.closures;
    const counted = inWindow.filter((v) => !closures.some((c) => covers(c, v.slot)));
    const closed = inWindow.length - counted.length;
    const { seen, unseen } = partition(counted);
    const failed = seen.filter(({ value }) => notOpen(value, p.timeoutMs));
    // The week is told by the planned instants: they are what the clause counts.
    const basis = basisOf(
      seen.map((v) => ({ observedAt: v.slot })),
      { examined: seen.length, unobserved: unseen.length, unit: '次访问' },
    );

    const notes: string[] = [];
    const elsewhere = everywhere.length - inWindow.length;
    if (elsewhere > 0) notes.push(`有 ${elsewhere} 次访问的是台账改动之前的网址，不计入`);
    if (closed > 0) {
      const approvals = [
        ...new Set(closures.filter((c) => inWindow.some((v) => covers(c, v.slot))).map((c) => c.approval)),
      ];
      notes.push(`有 ${closed} 次访问落在报备的关停维护时段内（${listed(approvals, '件')}），不计入占比`);
    }
    if (unseen.length > 0) notes.push(`有 ${unseen.length} 次访问没有看成，不计入占比：${unseenText(unseen, '次')}`);
    const lenient = seen.filter((v) => v.value.engine === 'lenient' && !failed.includes(v)).length;
    if (lenient > 0) notes.push(`有 ${lenient} 次访问要放宽加密设置才打开，主流浏览器可能打不开`);
    if (seen.length > 0 && failed.length === seen.length) {
      const elsewhere = otherFormNote(observations['site.address-forms'], subject.record.home);
      if (elsewhere !== null) notes.push(elsewhere);
    }
    const withNotes = notes.length > 0 ? { notes } : {};

    // A day inside a reported closure asks for fewer visits: in proportion, both per day and over the whole window.
    const thin = thinDays(counted, closures, p, start);
    const total = seen.length + unseen.length;
    if (total < thin.needed || thin.days.length > 0) {
      const why =
        total < thin.needed
          ? `监测期内访问 ${total} 次，少于规定的 ${thin.needed} 次，还差 ${thin.needed - total} 次`
          : `监测期第 ${listed(thin.days.map(String), '天', 7)} 天的访问不足 ${p.minPerDay} 次`;
      const sofar =
        seen.length === 0
          ? ''
          : failed.length === 0
            ? `；看成的 ${seen.length} 次都按时打开了`
            : `；看成的 ${seen.length} 次中有 ${failed.length} 次没有按时打开`;
      return undeterminable(basis, `${why}，不能按一周的监测下结论${sofar}`, { notes });
    }

    const within = (bad: number, of: number) => 100 * bad < p.failPercent * of;
    // Best world: every unseen visit would have opened. Worst: none of them.
    const outcome = decide({ best: within(failed.length, total), worst: within(failed.length + unseen.length, total) });
    if (outcome === 'pass') return { outcome, basis, findings: [], ...withNotes };

    const share = percent(failed.length, seen.length);
    if (outcome === 'needs-review') {
      if (seen.length === 0)
        return undeterminable(basis, `${total} 次访问全部没有看成（${unseenText(unseen, '次')}），不能判断能不能打开`, {
          notes,
        });
      const note = `${seen.length} 次有效访问中有 ${failed.length} 次没有按时打开（${share}），另有 ${unseen.length} 次没有看成，足以改变结论`;
      return undeterminable(basis, note, { notes });
    }
    const proved = failed.filter((v) => v.evidence.length > 0);
    const evidence = evidenceOf(spread(proved, maxEvidence).flatMap((v) => v.evidence.slice(0, 1)));
    const first = failed[0];
    const last = failed.at(-1);
    if (!evidence || !first || !last) {
      return undeterminable(basis, `${failed.length} 次访问没有按时打开（${share}），但都没有留下佐证，不能认定`, {
        notes,
      });
    }
    const message =
      `${p.windowDays} 天内有效访问 ${seen.length} 次，其中 ${failed.length} 次超过 ${seconds(p.timeoutMs)} 秒没有打开首页，` +
      `占 ${share}，达到 ${p.failPercent}% 的上限；${waysText(
        failed.map((v) => v.value),
        p.timeoutMs,
      )}；` +
      `首次 ${timeText(first.slot)}，末次 ${timeText(last.slot)}`;
    return {
      outcome: 'fail',
      basis,
      findings: [
        {
          fault: 'not-open',
          certainty: 'confirmed',
          target: subject.record.home,
          message,
          remedy: remedyFor(failed.map((v) => v.value)),
          since: first.slot,
          evidence,
        },
      ],
      ...withNotes,
    };
  },
});

/** Another form of the address opened while the registered one never did: perhaps the register is wrong. Null: nothing to say. */
function otherFormNote(all: readonly Observation<'site.address-forms'>[], home: string): string | null {
  const last = partition(all)
    .seen.filter((o) => o.value.url === home)
    .at(-1);
  const open = last?.value.forms.filter((f) => f.leadsHome).map((f) => f.url) ?? [];
  if (!last || open.length === 0) return null;
  return `登记的网址 ${home} 一次也没有打开，而 ${listed(open, '个')} 能打开（${timeText(last.observedAt)}）；请核对台账登记的网址`;
}

/** Not opened in time. What opened exactly at the limit is late: the clause counts 15 seconds in. */
function notOpen(v: Access, timeoutMs: number): boolean {
  return v.openedMs === null || v.openedMs >= timeoutMs;
}

function covers(c: Closure, slot: string): boolean {
  const at = Date.parse(slot);
  return at >= Date.parse(c.from) && at < Date.parse(c.to);
}

/** 监测不足的天数: monitored days (1 = oldest) with too few visits, and how many visits the whole window needs, both without the closures. */
export function thinDays(
  counted: readonly { slot: string; status: string }[],
  closures: readonly Closure[],
  p: z.output<typeof params>,
  start: number,
): { days: number[]; needed: number } {
  const length = (p.dayHours / 24) * dayMs;
  const open = Array.from({ length: p.windowDays }, (_, i) => {
    const from = start + i * length;
    const shut = closures.reduce(
      (sum, c) => sum + Math.max(0, Math.min(from + length, Date.parse(c.to)) - Math.max(from, Date.parse(c.from))),
      0,
    );
    return Math.max(0, 1 - shut / length);
  });
  const perDay = new Array<number>(p.windowDays).fill(0);
  for (const v of counted) {
    // Slots lie in (start, asOf]: one exactly at a border belongs to the day it ends.
    const day = Math.ceil((Date.parse(v.slot) - start) / length) - 1;
    perDay[day] = (perDay[day] ?? 0) + 1;
  }
  const days = open.flatMap((share, i) => ((perDay[i] ?? 0) < Math.floor(p.minPerDay * share) ? [i + 1] : []));
  const openShare = open.reduce((a, b) => a + b, 0) / p.windowDays;
  return { days, needed: Math.max(1, Math.floor(p.minVisits * openShare)) };
}

const ways: Record<Access['outcome'], string> = {
  opened: '打开过慢',
  empty: '只返回空白页',
  'http-error': '服务器返回错误',
  'dns-failure': '域名无法解析',
  refused: '连接被拒绝',
  unreachable: '网络不可达',
  reset: '连接被中断',
  'tls-failure': '安全连接失败',
  'protocol-error': '响应不合 HTTP 协议',
  timeout: '超时无响应',
  'redirect-loop': '循环跳转',
  'redirect-limit': '跳转次数过多',
  'redirect-invalid': '跳转到无效地址',
};

function waysText(values: readonly Access[], timeoutMs: number): string {
  const counts = new Map<string, number>();
  for (const v of values) {
    const status = v.outcome === 'http-error' && v.status !== undefined ? `（HTTP ${v.status}）` : '';
    const slow = v.openedMs !== null && v.openedMs >= timeoutMs;
    const way = slow ? ways.opened : `${ways[v.outcome]}${status}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([way, n]) => `${way} ${n} 次`)
    .join('、');
}

const remedies: Partial<Record<Access['outcome'], string>> = {
  'dns-failure': '检查域名是否到期、解析记录和域名服务器是否正常。',
  refused: '检查网站服务是否运行、端口是否开放、防火墙是否误拦。',
  'tls-failure': '检查证书是否到期、与域名是否相符，服务器是否支持当前浏览器的加密方式。',
  'http-error': '查看服务器错误日志，修复返回错误的程序或配置。',
  empty: '首页没有可读内容，检查页面模板和数据接口。',
};

function remedyFor(values: readonly Access[]): string {
  const counts = new Map<Access['outcome'], number>();
  for (const v of values) counts.set(v.outcome, (counts.get(v.outcome) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  const specific = (most === undefined ? undefined : remedies[most]) ?? '检查服务器负载、带宽和首页的响应时间。';
  return `${specific}恢复后再连续监测一周；因改版维护需要暂停访问的，先按规定报备并公告。`;
}

/** Rounded down to two decimals, so that a share below the limit is never printed as the limit. */
function percent(n: number, of: number): string {
  return of === 0 ? '0%' : `${Math.floor((10_000 * n) / of) / 100}%`;
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
