import type { Observation } from '#core/observation.ts';
import type { AccountAdapter } from '#crawlers/platforms/contract.ts';
import { type Liveness, liveness, type Sighting } from '#indicators/account/liveness.ts';
import { observationsOf } from '#pipeline/accounts/observe.ts';
import { day, look, mapText, now, type PlatformCases, type Reply, unseenWorlds, type World } from './matrix.ts';

/** What came of looking at one world at one time, as it is stored. */
export function stored(adapter: AccountAdapter, cases: PlatformCases, world: World, at: number): Observation[] {
  const iso = new Date(at).toISOString();
  return observationsOf({
    subjectId: cases.account.id,
    platform: cases.account.platform,
    source: cases.account.source.kind === 'bridge' ? 'bridge' : 'public',
    target: '公开页面',
    slot: iso,
    observedAt: iso,
    probe: { id: adapter.id, version: adapter.version },
    reading: look(adapter, cases, world),
    // The worst case: the platform is well, so what is missing counts.
    canary: { state: 'ok', detail: '', evidence: [] },
    recentMs: 7 * day,
    evidence: [],
  });
}

/** 死活判定 of what was stored, at `asOf`. */
export function judged(observations: readonly Observation[], asOf: number): Liveness {
  const sightings = observations.flatMap((o): Sighting[] =>
    o.kind === 'account.posts' && o.status === 'observed'
      ? [
          {
            at: Date.parse(o.slot),
            lookedAt: Date.parse(o.observedAt),
            target: o.target,
            value: o.value,
            evidence: o.evidence,
          },
        ]
      : [],
  );
  const gone = observations.flatMap((o) =>
    o.kind === 'account.profile' && o.status === 'observed' && o.value.state === 'gone'
      ? [{ lookedAt: Date.parse(o.observedAt), text: o.value.gone?.text ?? '' }]
      : [],
  );
  return liveness({ now: asOf, windowDays: 14, zombieDays: 90, maxLagDays: 2, warnDays: 3, sightings, gone });
}

/** Ways in which a server that blocks looks like one that has nothing: 200, and empty. */
const emptiness: Readonly<Record<string, (text: string) => Pick<Reply, 'text' | 'contentType'>>> = {
  'empty body': () => ({ text: '' }),
  'blank body': () => ({ text: ' \n' }),
  'empty array': () => ({ text: '[]', contentType: 'application/json' }),
  'empty object': () => ({ text: '{}', contentType: 'application/json' }),
  null: () => ({ text: 'null', contentType: 'application/json' }),
  'data: empty array': () => ({ text: '{"code":0,"message":"success","data":[]}', contentType: 'application/json' }),
  'data.list: empty': () => ({
    text: '{"code":200,"ok":1,"ret":0,"errno":0,"data":{"list":[],"items":[],"cards":[],"hasNext":false,"has_more":false,"total":0},"list":[],"article_list":[],"aweme_list":[],"results":[],"resultCount":0}',
    contentType: 'application/json',
  }),
  'empty page': () => ({ text: '<!DOCTYPE html><html><head><title></title></head><body></body></html>' }),
  'empty feed': () => ({ text: '<rss version="2.0"><channel></channel></rss>', contentType: 'application/xml' }),
  'its own text with every list emptied': (text) => ({ text: emptied(text) }),
};

/** JSON with its arrays emptied (a list of one is an object in places); a page of which the title is left. */
function emptied(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text, (k, v: unknown) => (Array.isArray(v) || /list$/i.test(k) ? [] : v)));
  } catch {
    return `<html><head>${/<title>[^<]*<\/title>/.exec(text)?.[0] ?? ''}</head><body><ul></ul></body></html>`;
  }
}

/**
 * 诚实性变异: every walled fixture of an adapter turned into 200 and emptiness, looked at three times over four days with a healthy
 * 对照账号. Returns each case in which anything but "not seen" came of it; an honest adapter has none.
 */
export function dishonest(adapter: AccountAdapter, cases: PlatformCases): string[] {
  const faults: string[] = [];
  for (const [name, world] of Object.entries(unseenWorlds(cases)))
    for (const [how, empty] of Object.entries(emptiness)) {
      const mutant: World = (step) => ({ contentType: 'text/html', ...empty(world(step).text), status: 200 });
      const at = `${adapter.id} · ${name} · ${how}`;
      const { visibility, posts } = look(adapter, cases, mutant);
      if (['visible', 'visible_empty', 'gone'].includes(visibility.kind) || posts.length > 0)
        faults.push(`${at}: ${visibility.kind}`);
      const times = [now - 4 * day, now - 2 * day, now];
      const state = judged(
        times.flatMap((t) => stored(adapter, cases, mutant, t)),
        now,
      ).state;
      if (state !== 'not-visible') faults.push(`${at}: judged ${state}`);
    }
  return faults;
}

/**
 * 由好变坏: seen once with a post ten days old, then walled for a week. The post is too old by then, and still nothing may be concluded. Returns
 * the walls after which something was.
 */
export function flipped(adapter: AccountAdapter, cases: PlatformCases): string[] {
  const { showing } = cases;
  if (!(showing instanceof Function)) return [];
  const before = showing([
    { n: 1, at: now - 17 * day },
    ...(cases.capacity > 1 ? [2, 3, 4, 5, 6, 7, 8, 9].map((n) => ({ n, at: now - (15 + 2 * n) * day })) : []),
  ]);
  const first = stored(adapter, cases, before, now - 7 * day);
  return Object.entries(unseenWorlds(cases)).flatMap(([name, world]) => {
    const walls = [world, mapText(world, () => '')].flatMap((w) =>
      [6, 5, 4, 3, 2, 1, 0].flatMap((d) => stored(adapter, cases, (s) => ({ ...w(s), status: 200 }), now - d * day)),
    );
    const { state } = judged([...first, ...walls], now);
    return state === 'silent' || state === 'gone' ? [`${adapter.id} · ${name}: judged ${state}`] : [];
  });
}
