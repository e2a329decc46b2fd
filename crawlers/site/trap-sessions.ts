import type { AddressParts } from './address-shape.ts';
import { type Distinct, hash32, openBounded, openDistinct } from './distinct.ts';
import { folded, parametersOf } from './trap-queries.ts';

/** Parameter names watched, and addresses remembered without such a parameter. */
const maxNames = 400;
const maxRemembered = 200_000;
/**
 * A name is a session's once it has had this many values, on this many kinds of pages, each value on several of them, and each page that
 * links handed out one value.
 */
const manyValues = 30;
const manyPaths = 4;
const pathsPerValue = 2.5;
const valuesPerPage = 1.25;

type Watched = {
  values: Distinct;
  /** Kinds of pages it stands on, and with which value. */
  paths: Distinct;
  onPaths: Distinct;
  /** Pages that link with it, and with which value. */
  pages: Distinct;
  fromPages: Distinct;
  session: boolean;
};

/**
 * 名称不明的会话标识: a parameter that every page hands to all its links, with a new value each time. Once one is found out, each
 * address is read once whatever stands in it. Ids of articles and columns do not look like that: a list hands out many at once.
 */
export function openSessionTrap(): (parts: AddressParts, from: string) => boolean {
  const names = openBounded<Watched>(maxNames);
  const seen = new Set<number>();
  return (parts, from) => {
    const read = parametersOf(parts);
    if (!read.some((p) => isRandom(p.value))) return false;
    const path = folded(parts.path);
    const kept: string[] = [];
    for (const { name, value } of read) {
      if (!isRandom(value)) {
        kept.push(`${name}=${value}`);
        continue;
      }
      const watched = names.get(`${parts.origin}?${name}`, () => ({
        values: openDistinct(),
        paths: openDistinct(),
        onPaths: openDistinct(),
        pages: openDistinct(),
        fromPages: openDistinct(),
        session: false,
      }));
      watched.values.add(hash32(value));
      watched.paths.add(hash32(path));
      watched.onPaths.add(hash32(`${value} ${path}`));
      watched.pages.add(hash32(from));
      watched.fromPages.add(hash32(`${value} ${from}`));
      watched.session ||= isSession(watched);
      if (!watched.session) kept.push(`${name}=${value}`);
    }
    if (kept.length === read.length) return false;
    const rest = hash32(`${parts.origin}${parts.path}?${kept.join('&')}`);
    if (seen.has(rest)) return true;
    // Full: reading twice is better than not at all.
    if (seen.size < maxRemembered) seen.add(rest);
    return false;
  };
}

function isSession(watched: Watched): boolean {
  const values = watched.values.size();
  return (
    values >= manyValues &&
    watched.paths.size() >= manyPaths &&
    watched.onPaths.size() >= pathsPerValue * values &&
    watched.fromPages.size() <= valuesPerPage * watched.pages.size()
  );
}

/** Drawn at random, by its look: eight letters and digits or more, with both, or twelve digits. */
const isRandom = (value: string): boolean => /^(?=.{0,60}\d)(?=.{0,60}[a-z])[\w.-]{8,200}$|^\d{12,40}$/i.test(value);
