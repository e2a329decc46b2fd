import type { Platform } from '#core/registry.ts';
import type { AccountAdapter } from './contract.ts';
import { thepaper } from './thepaper/adapter.ts';
import { yangshipin } from './yangshipin/adapter.ts';

/**
 * 平台适配器, in the order in which they are asked. The first that knows the platform and the kind of source is taken. One import and one
 * line an adapter.
 */
export const adapters: readonly AccountAdapter[] = [yangshipin, thepaper];

/** The adapter that reads this kind of source of this platform; undefined: none does. */
export function adapterFor(platform: Platform, source: 'public' | 'bridge'): AccountAdapter | undefined {
  return adapters.find((a) => a.platforms.includes(platform) && a.sources.includes(source));
}
