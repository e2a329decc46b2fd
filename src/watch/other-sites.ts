import { createHash } from 'node:crypto';
import type { HttpClient } from '#core/context.ts';
import type { Site } from '#core/registry.ts';

/** How many other sites are asked. */
const asked = 3;

export type OtherSitesOptions = {
  http: HttpClient;
  sites: () => readonly Pick<Site, 'home' | 'closedOn'>[];
  /** Longest that one may take, milliseconds. */
  waitMs: number;
  /** An answer got this recently still tells that our network stands, milliseconds. */
  freshMs: number;
  /** Monotonic milliseconds. */
  mono: () => number;
};

/**
 * 以其他网站作对照, where no control points are set: after a visit that never got as far as a connection, a few other sites of the register are
 * asked. One answer of any kind shows that our network stands. None: whose fault it was cannot be told, and the visit is void.
 * Resolves with null or with why it is void, Chinese.
 */
export function openOtherSites(o: OtherSitesOptions): (url: string, slot: string) => Promise<string | null> {
  let stoodAt = Number.NEGATIVE_INFINITY;
  return async (url, slot) => {
    if (o.mono() - stoodAt <= o.freshMs) return null;
    const others = pick(url, slot, o.sites());
    if (others.length === 0)
      return '没有连上网站；没有设置控制点，台账里也没有别的网站可作对照，分不清是哪一方的故障，这次访问作废';
    const rest = new AbortController();
    const answers = others.map(async (other) => {
      const e = await o.http.fetch({
        url: other,
        unpaced: true,
        signal: rest.signal,
        enoughBytes: 1,
        limits: { totalMs: o.waitMs },
      });
      if (e.outcome !== 'response') throw new Error('no answer');
    });
    try {
      await Promise.any(answers);
      stoodAt = o.mono();
      return null;
    } catch {
      const hosts = others.map((u) => new URL(u).host).join('、');
      return `没有连上网站；没有设置控制点，作对照的其他网站（${hosts}）也都连不上，分不清是哪一方的故障，这次访问作废`;
    } finally {
      rest.abort();
    }
  };
}

/** A few sites on other hosts, another few each time, the same for the same slot. */
function pick(url: string, slot: string, sites: readonly Pick<Site, 'home' | 'closedOn'>[]): string[] {
  const hosts = new Set([URL.parse(url)?.host]);
  const out: string[] = [];
  if (sites.length === 0) return out;
  const start = createHash('sha256').update(`${url}|${slot}`).digest().readUInt32BE(0) % sites.length;
  for (let i = 0; i < sites.length && out.length < asked; i += 1) {
    const site = sites[(start + i) % sites.length];
    const host = site && URL.parse(site.home)?.host;
    if (!site || !host || hosts.has(host) || site.closedOn !== undefined) continue;
    hosts.add(host);
    out.push(site.home);
  }
  return out;
}
