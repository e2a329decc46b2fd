import type { Platform } from '#core/registry.ts';
import type {
  AccountAdapter,
  AccountRecord,
  FetchedResponse,
  FetchStep,
  Identified,
  PostSeen,
  ProfileSeen,
  StepReading,
  Visibility,
} from './contract.ts';
import { defineAdapter } from './contract.ts';
import { sameName } from './data.ts';
import { type Marker, notSeen, type Proof } from './proof.ts';

/** What an answer of a walled platform holds, where it is not a wall. */
export type WalledPage = {
  identity: NonNullable<Proof['identity']>;
  missing: readonly string[];
  posts: readonly PostSeen[];
  profile?: ProfileSeen;
  /** The platform says in its own words that the account is gone. */
  gone?: Visibility & { kind: 'gone' };
  notes?: readonly string[];
};

/** 有围墙的平台 — one whose public page needs a signature, a login or a passed challenge: asked for nothing, read where an answer is at hand. */
export type Walled = {
  id: string;
  version: number;
  title: string;
  platform: Platform;
  identify(input: string): Identified;
  /** Why nothing is asked, and who must supply what. Chinese, one sentence. */
  supply: string;
  markers: readonly Marker[];
  /** Called for complete and cut answers alike; must be total. */
  read(response: FetchedResponse, account: AccountRecord, nowMs: number, step: FetchStep): WalledPage;
};

/** Items of one answer that are read; no list of these platforms is longer. */
export const mostItems = 500;

/**
 * Adapter of a walled platform. It plans no request. An answer that came another way (a browser, a file) is read for positive evidence
 * only: what it shows is partial, and an empty list is a wall, since these platforms serve one to whom they block.
 */
export function walledAdapter(w: Walled): AccountAdapter {
  return defineAdapter({
    id: w.id,
    version: w.version,
    title: w.title,
    platforms: [w.platform],
    sources: ['public'],
    identify: w.identify,
    plan: () => ({ not_observable: w.supply }),
    parse(step, response, account, nowMs): StepReading {
      const page = w.read(response, account, nowMs, step);
      const { status } = response;
      const told =
        response.outcome === 'response' && status !== null && ((status >= 200 && status < 300) || status === 404);
      if (page.gone !== undefined && told) return { visibility: page.gone, posts: [], markers: [page.gone.text] };
      const not = notSeen(step, response, page, w.markers);
      if (not !== null) return not;
      const notes = page.notes ?? [];
      if (page.posts.length === 0) {
        const marker = w.markers.find((m) => m.when(response));
        const empty: Visibility = {
          kind: 'blocked',
          by: 'waf_empty',
          detail: `${w.title}拦截时也给出空的列表，不能当作没有发布`,
        };
        return { visibility: marker?.is ?? empty, posts: [], markers: [marker?.name ?? '列表为空'], notes };
      }
      return {
        visibility: {
          kind: 'visible',
          coverage: 'partial',
          from: null,
          why: `${w.title}的列表可能不全，只能证明有更新，不能证明没有更新`,
        },
        posts: page.posts,
        ...(page.profile === undefined ? {} : { profile: page.profile }),
        positive: [`账号 ${page.identity.found ?? ''}`, '列表'],
        ...(notes.length > 0 ? { notes } : {}),
      };
    },
  });
}

/** Every name the account may be shown under. */
export const namesOf = (account: Pick<AccountRecord, 'displayName' | 'aliases'>): string[] =>
  [account.displayName, ...account.aliases].filter((n) => n.trim() !== '');

/**
 * Whose answer it is: by the first id that both the register and the answer know; where they share none, by name. `found: null` when
 * the answer says neither.
 */
export function identityOf(
  account: AccountRecord,
  ids: readonly (readonly [key: string, found: string | undefined])[],
  name: string | undefined,
): NonNullable<Proof['identity']> {
  for (const [key, found] of ids) {
    const expected = account.ids[key];
    if (expected !== undefined && found !== undefined) return { expected: [expected], found };
  }
  const expected = namesOf(account);
  if (name === undefined) return { expected, found: null };
  return { expected, found: expected.find((n) => sameName(n, name)) ?? name };
}

/** Items whose author is the account; those of others are left out and counted in a note. */
export function ownItems<T>(
  items: readonly T[],
  account: AccountRecord,
  authorOf: (item: T) => { ids: readonly (readonly [string, string | undefined])[]; name: string | undefined },
): { identity: NonNullable<Proof['identity']>; own: T[]; notes: string[] } {
  const judged = items.slice(0, mostItems).map((item) => {
    const author = authorOf(item);
    const identity = identityOf(account, author.ids, author.name);
    return { item, identity, own: identity.found !== null && identity.expected.includes(identity.found) };
  });
  const own = judged.filter((j) => j.own);
  const others = judged.length - own.length;
  return {
    identity: own[0]?.identity ?? judged[0]?.identity ?? { expected: namesOf(account), found: null },
    own: own.map((j) => j.item),
    notes: own.length > 0 && others > 0 ? [`列表里有 ${others} 条是其他账号的内容，没有计入`] : [],
  };
}

/** A note for each post whose id tells another time than the page, at most three. */
export function timeNotes(posts: readonly PostSeen[]): string[] {
  const odd = posts.filter((p) => p.otherTime !== undefined);
  return odd.slice(0, 3).map((p) => `内容“${(p.title ?? p.postId).slice(0, 40)}”显示的时间与编号里的时间相差超过一天`);
}

/** Removes what repeats an id within one answer. */
export function unique(posts: readonly PostSeen[]): PostSeen[] {
  return [...new Map([...posts].reverse().map((p) => [p.postId, p])).values()].reverse();
}

/** A plain refusal of a link that is the platform's but no account's. */
export const refuse = (error: string): Identified => ({ error });

/** Reading of an account that has no public page at all: a wall is told as a wall, whatever else comes tells nothing. */
export function nothingPublic(step: FetchStep, response: FetchedResponse, supply: string): StepReading {
  const not = notSeen(step, response, { missing: ['公开的页面'] });
  return not === null || not.visibility.kind === 'changed'
    ? { visibility: { kind: 'not_observable', why: supply }, posts: [] }
    : not;
}
