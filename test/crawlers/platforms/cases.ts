import type { PlatformCases } from './matrix.ts';
import { cases as thepaper } from './thepaper/cases.ts';
import { cases as yangshipin } from './yangshipin/cases.ts';

/**
 * The cases of every adapter by its id, one line each: what the three time zones and the honesty test are run on. Every adapter of
 * `crawlers/platforms/index.ts` must be here; a test says so.
 */
export const allCases: Readonly<Record<string, PlatformCases>> = { yangshipin, thepaper };
