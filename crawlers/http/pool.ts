import type { CertificateState } from '#core/evidence.ts';
import type { StrictConnection } from './strict.ts';

/** A connection that waits for its next request. */
export type Idle = { connection: StrictConnection; address: string; certificate: CertificateState };

/** Connections kept between paced requests. Timed visits never use them: their connection is part of what is measured. */
export type Pool = {
  take(url: URL): Idle | null;
  give(url: URL, idle: Idle): void;
  /** Before a new connection to a host: close idle ones, so that the host never sees more sockets than allowed. */
  makeRoom(url: URL): void;
  close(): void;
};

export function openPool(perHost: number): Pool {
  /** By host name, since http and https of a name are one server; then by origin. */
  const hosts = new Map<string, { origin: string; idle: Idle }[]>();
  let closed = false;

  const alive = (hostname: string) => {
    const list = (hosts.get(hostname) ?? []).filter((e) => e.idle.connection.reusable());
    if (list.length === 0) hosts.delete(hostname);
    else hosts.set(hostname, list);
    return list;
  };
  return {
    take(url) {
      const list = alive(url.hostname);
      const at = list.findIndex((e) => e.origin === url.origin);
      return at < 0 ? null : (list.splice(at, 1)[0]?.idle ?? null);
    },
    give(url, idle) {
      const list = alive(url.hostname);
      if (closed || list.length >= perHost) return idle.connection.destroy();
      list.push({ origin: url.origin, idle });
      hosts.set(url.hostname, list);
    },
    makeRoom(url) {
      // The caller holds one place of the limiter, so at most perHost - 1 others are busy; idle ones give way.
      for (const e of alive(url.hostname).splice(0)) e.idle.connection.destroy();
    },
    close() {
      closed = true;
      for (const list of hosts.values()) for (const e of list) e.idle.connection.destroy();
      hosts.clear();
    },
  };
}
