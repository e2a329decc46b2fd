import { BlockList, isIP } from 'node:net';

/** 地址类别 — whether a public inspection may connect there at all. */
export type AddressClass = 'public' | 'private';

const blocked = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved and broadcast
] as const)
  blocked.addSubnet(net, prefix, 'ipv4');

/**
 * Only global unicast is public in IPv6; inside 2000::/3 these are not, or carry an IPv4 address of their own.
 * 2002::/16 (6to4) and 2001::/32 (Teredo) have no honest use on a public site and could smuggle a private IPv4.
 */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const blocked6 = new BlockList();
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  blocked6.addSubnet(net, prefix, 'ipv6');

/** Class of an IP address as it will be connected to. What is not an address is private: refuse rather than guess. */
export function addressClass(address: string): AddressClass {
  const bare = address.split('%', 1)[0] ?? '';
  const family = isIP(bare);
  if (family === 4) return blocked.check(bare, 'ipv4') ? 'private' : 'public';
  if (family === 6) {
    const inner = embeddedIPv4(bare);
    if (inner !== null) return addressClass(inner);
    return globalUnicast.check(bare, 'ipv6') && !blocked6.check(bare, 'ipv6') ? 'public' : 'private';
  }
  return 'private';
}

const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');
mapped.addSubnet('64:ff9b::', 96, 'ipv6');

/** IPv4 address inside an IPv4-mapped (::ffff:a.b.c.d) or NAT64 (64:ff9b::a.b.c.d) one, else null. */
function embeddedIPv4(address: string): string | null {
  // BlockList matches mapped addresses against IPv4 rules by itself; the last 32 bits are read from the URL parser's form.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  if (!/^(::ffff:|64:ff9b::)/.test(canonical) || !mapped.check(address, 'ipv6')) return null;
  const groups = canonical.split(':').slice(-2);
  // `64:ff9b::1` has an empty group where the upper half is zero.
  const [high, low] = groups.map((g) => Number.parseInt(g === '' ? '0' : g, 16));
  if (high === undefined || low === undefined || Number.isNaN(high) || Number.isNaN(low)) return '0.0.0.0';
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
