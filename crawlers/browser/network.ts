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

/** The same as blocks, where they are allowed. */
const innerBlocks = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * Switches that tell a browser where names lead. With a table given nothing else resolves, as for the HTTP client; without one, names are
 * DNS's and addresses of inner networks lead nowhere unless they are allowed. Those that are allowed count as public ones: a page that we hand to
 * the browser comes from nowhere, and what it loads from an inner network would be refused.
 */
export function networkSwitches(hosts: Mapping, allowPrivate: boolean): string[] {
  const rules =
    hosts.size > 0
      ? [...[...hosts].map(([host, to]) => `MAP ${host} ${to.address}:${to.port}`), 'MAP * ~NOTFOUND']
      : allowPrivate
        ? []
        : inner.map((pattern) => `MAP ${pattern} ~NOTFOUND`);
  const open = hosts.size > 0 || allowPrivate ? innerBlocks : [];
  return [
    ...(rules.length === 0 ? [] : [`--host-resolver-rules=${rules.join(',')}`]),
    ...(open.length === 0 ? [] : [`--ip-address-space-overrides=${open.map((b) => `${b}=public`).join(',')}`]),
  ];
}
