/** linkinator over the same site, as its command line runs it: recursive, from the root, with its own limit of 100. */
import { LinkChecker, LinkState } from 'linkinator';
import type { Found } from './found.ts';

const home = process.argv[2] ?? '';
const { links } = await new LinkChecker().check({
  path: home,
  recurse: true,
  concurrency: Number(process.argv[3] ?? 100),
});
const byUrl = new Map(links.map((l) => [l.url, l.state]));
const found: Found = {
  pages: new Set(links.map((l) => l.parent).filter((p) => p !== undefined)).size,
  urls: byUrl.size,
  dead: [...byUrl].filter(([, state]) => state === LinkState.BROKEN).map(([url]) => url),
};
console.log(JSON.stringify(found));
