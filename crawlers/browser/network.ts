import type { OpenOptions } from './types.ts';

const local = /^(?:https?|wss?):\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?(?:[/?#]|$)/i;
const inert = /^(?:data|about|blob):/i;

/** Whether a page may load an address under a network rule. */
export function mayLoad(url: string, network: OpenOptions['network'], fromFile: boolean): boolean {
  if (inert.test(url)) return true;
  if (/^file:/i.test(url)) return fromFile;
  return network === 'loopback' ? local.test(url) : network.allow(url);
}

export type Mapping = ReadonlyMap<string, { address: string; port: number }>;

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** 内网地址 written as addresses: a browser follows redirects that no guard of ours is asked about. */
const inner = [
  'localhost',
  '*.localhost',
  '*.local',
  '0.*',
  '10.*',
  '127.*',
  '169.254.*',
  '192.168.*',
  ...numbers(16, 31).map((n) => `172.${n}.*`),
  ...numbers(64, 127).map((n) => `100.${n}.*`),
  '[::*',
  '[fc*',
  '[fd*',
  '[fe80*',
];

/**
 * Switch that tells a browser where names lead. With a table given nothing else resolves, as for the HTTP client; without one, names are
 * DNS's and addresses of inner networks lead nowhere unless they are allowed.
 */
export function resolverSwitch(hosts: Mapping, allowPrivate: boolean): string[] {
  const rules =
    hosts.size > 0
      ? [...[...hosts].map(([host, to]) => `MAP ${host} ${to.address}:${to.port}`), 'MAP * ~NOTFOUND']
      : allowPrivate
        ? []
        : inner.map((pattern) => `MAP ${pattern} ~NOTFOUND`);
  return rules.length === 0 ? [] : [`--host-resolver-rules=${rules.join(',')}`];
}
