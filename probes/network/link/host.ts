import type { Control } from './content.ts';

/** What a batch has learnt about one host. */
export type HostState = {
  /** 对照答复 by path family; a promise, so that two targets never ask twice. */
  controls: Map<string, Promise<Control | null>>;
  /**
   * 可否用 HEAD: `trusted` once this host has answered HEAD as it answers GET, for a thing that exists and for one that does not. Any
   * disagreement makes it `never`.
   */
  head: 'unknown' | 'trusted' | 'never';
  /** Under way: others wait for what it finds. */
  learning: Promise<void> | null;
  /** Attachments, pictures and scripts of this host in the batch: few are not worth learning for. */
  assets: number;
  /** Deep pages that opened with a content of their own. */
  deepPages: number;
  /** Attachments, pictures and scripts that opened as what they promise. */
  files: number;
  /** `performance.now()` before which it must be left alone. */
  notBefore: number;
  /** Rate limits in a row. */
  limited: number;
  /** It asked for a longer rest than the batch may take, or limited us again and again: no more requests. */
  closed: boolean;
};

export function openHosts(): (host: string) => HostState {
  const hosts = new Map<string, HostState>();
  return (host) => {
    let state = hosts.get(host);
    if (!state) {
      state = {
        controls: new Map(),
        head: 'unknown',
        learning: null,
        assets: 0,
        deepPages: 0,
        files: 0,
        notBefore: 0,
        limited: 0,
        closed: false,
      };
      hosts.set(host, state);
    }
    return state;
  };
}

/** 退避: the server asked for rest. Seconds or a date if it says so, else doubling; beyond the bound it is left alone altogether. */
export function backOff(host: HostState, askedMs: number | null, o: { backoffMs: number; maxBackoffMs: number }): void {
  host.limited++;
  const wait = askedMs ?? o.backoffMs * 2 ** Math.min(host.limited - 1, 10);
  if (wait > o.maxBackoffMs || host.limited > 4) host.closed = true;
  else host.notBefore = Math.max(host.notBefore, performance.now() + wait);
}
