import type { AddressParts } from './address-shape.ts';
import { hash32 } from './distinct.ts';

/** Folders deeper than any site has them; TRS and 大汉 columns reach twelve. */
const maxSegments = 20;
/** Three times in a row is no accident; numbers (`/1/1/1/`) may repeat more often. */
const maxRepeats = 3;
const maxNumberRepeats = 6;
const longestPeriod = 6;
/** The same name this often in one path, in whatever order. */
const maxSameName = 4;
/**
 * Folders out of order that are let pass: those whose names repeat one above (`/zwgk/bm/jyj/zwgk/`: offices have columns named as the site's)
 * or stand the other way round elsewhere (`/news/about/` and `/about/news/`).
 */
const maxDisordered = 200;
/** Folders remembered, and pairs of names of which one stands above the other. */
const maxFolders = 50_000;
const maxPairs = 50_000;

/** A page used as a folder: the server passes over what follows it, relative links grow for ever. */
const pageAsFolder = /\.(?:s?html?|aspx?|jspx?|jhtml|php\d?|do|action)$/i;

export type PathTrap = 'too-deep' | 'repeated-path' | 'growing';

/**
 * 路径陷阱: too deep, repeating, or growing under the page that links. A menu whose links lost their leading slash leads below every page
 * it stands on, in every order of its names; a site has its folders in one order, but for a few.
 */
export function openPathTraps(): (parts: AddressParts, from: AddressParts) => PathTrap | null {
  const order = openOrder();
  return (parts, from) => {
    const segments = segmentsOf(parts.path);
    if (segments.length > maxSegments) return 'too-deep';
    if (isRepeating(segments)) return 'repeated-path';
    let pages = 0;
    for (let i = 0; i < segments.length - 1; i++) if (pageAsFolder.test(segments[i] ?? '')) pages++;
    if (pages > 1) return 'growing';
    const home = from.path.slice(0, from.path.lastIndexOf('/') + 1);
    if (home.length < 2 || parts.origin !== from.origin || !parts.path.startsWith(home)) return null;
    const folders = parts.path.endsWith('/') ? segments : segments.slice(0, -1);
    return order(parts.origin, folders, segmentsOf(home).length) ? 'growing' : null;
  };
}

/** Whether folders, of which the first `above` are those of the linking page, are once too often out of order. */
function openOrder(): (origin: string, folders: readonly string[], above: number) => boolean {
  const known = new Set<number>();
  const pairs = new Set<number>();
  /** Names that stood out of order. */
  const names = new Set<number>();
  let disordered = 0;
  return (origin, folders, above) => {
    if (folders.length <= above) return false;
    let folder = hash32(origin);
    const hashes = folders.map((name) => {
      const hash = hash32(name);
      folder = hash32(name, folder);
      return isNumber(name) ? 0 : hash;
    });
    if (known.has(folder)) return false;
    const over = disordered >= maxDisordered;
    let wrong = false;
    for (let i = above; i < hashes.length; i++) {
      const low = hashes[i] ?? 0;
      if (low === 0) continue;
      // By now it is plain what the matter is: none of these names belongs below another page.
      if (over && names.has(low)) return true;
      let times = 0;
      for (let k = 0; k < i; k++) {
        const high = hashes[k] ?? 0;
        if (high === 0) continue;
        if (high === low) times++;
        if (high !== low && !pairs.has(pairOf(low, high))) {
          if (pairs.size < maxPairs) pairs.add(pairOf(high, low));
          continue;
        }
        wrong = true;
        names.add(low);
        names.add(high);
      }
      if (times > 1) return true;
    }
    if (wrong && over) return true;
    if (wrong) disordered++;
    if (known.size < maxFolders) known.add(folder);
    return false;
  };
}

const pairOf = (high: number, low: number): number => (high & 0x3ffffff) * 0x4000000 + (low & 0x3ffffff);

const segmentsOf = (path: string): string[] => path.split('/').filter((s) => s !== '');
const isNumber = (segment: string): boolean => /^\d+$/.test(segment);

function isRepeating(segments: readonly string[]): boolean {
  if (segments.length < maxRepeats) return false;
  for (let period = 1; period <= longestPeriod && period * maxRepeats <= segments.length; period++) {
    let row = 0;
    let words = 0;
    for (let i = period; i < segments.length; i++) {
      const same = segments[i] === segments[i - period];
      row = same ? row + 1 : 0;
      words = same && !isNumber(segments[i] ?? '') ? words + 1 : same ? words : 0;
      if (row >= period * ((words > 0 ? maxRepeats : maxNumberRepeats) - 1)) return true;
    }
  }
  const times = new Map<string, number>();
  for (const segment of segments) {
    if (isNumber(segment)) continue;
    const n = (times.get(segment) ?? 0) + 1;
    if (n >= maxSameName) return true;
    times.set(segment, n);
  }
  return false;
}
