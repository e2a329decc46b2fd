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
/** Folders that hold a name of the folders above them once more: the offices of a site have columns of its own names. */
const maxEchoFolders = 200;

/** A page used as a folder: the server passes over what follows it, relative links grow for ever. */
const pageAsFolder = /\.(?:s?html?|aspx?|jspx?|jhtml|php\d?|do|action)$/i;

export type PathTrap = 'too-deep' | 'repeated-path' | 'growing';

/** 路径陷阱: too deep, repeating, or growing under the page that links. Knows the echo folders that one crawl has let pass. */
export function openPathTraps(): (parts: AddressParts, from: AddressParts) => PathTrap | null {
  const echoes = new Set<number>();
  return (parts, from) => {
    const segments = segmentsOf(parts.path);
    if (segments.length > maxSegments) return 'too-deep';
    if (isRepeating(segments)) return 'repeated-path';
    let pages = 0;
    for (let i = 0; i < segments.length - 1; i++) if (pageAsFolder.test(segments[i] ?? '')) pages++;
    if (pages > 1) return 'growing';
    const echo = echoOf(parts, segments, from);
    if (echo === 0) return null;
    if (echo > 1) return 'growing';
    const folder = hash32(parts.origin + parts.path.slice(0, parts.path.lastIndexOf('/') + 1));
    if (echoes.has(folder)) return null;
    if (echoes.size >= maxEchoFolders) return 'growing';
    echoes.add(folder);
    return null;
  };
}

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

/**
 * How often a folder that this address adds below the linking page's own folder stands among those above: a link that lost its leading slash
 * leads below itself. 0: it does not.
 */
function echoOf(parts: AddressParts, segments: readonly string[], from: AddressParts): number {
  const home = from.path.slice(0, from.path.lastIndexOf('/') + 1);
  if (home.length < 2 || parts.origin !== from.origin || !parts.path.startsWith(home)) return 0;
  const above = segmentsOf(home);
  const folders = parts.path.endsWith('/') ? segments.length : segments.length - 1;
  let most = 0;
  for (let i = above.length; i < folders; i++) {
    const name = segments[i] ?? '';
    if (isNumber(name)) continue;
    let n = 0;
    for (const a of above) if (a === name) n++;
    if (n > most) most = n;
  }
  return most;
}
