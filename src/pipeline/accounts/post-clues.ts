import type { Observation, ObservationValue } from '#core/observation.ts';
import type { ClueBook } from '#probes/page/clues/book.ts';
import { maskedText } from '#probes/page/clues/mask.ts';
import { observed } from '../write.ts';

type Clue = ObservationValue<'account.clues'>['clues'][number];

const probe = { id: 'post-clues', version: 1 } as const;
/** Clues of one source that are kept; the count tells the rest. */
const maxClues = 100;

/**
 * 账号内容线索: the word lists put to the titles and beginnings of the posts that one source shows. Kept beside the posts, with the same evidence, and only
 * where there is something: that nothing was found says nothing about texts nobody read.
 */
export function postClues(seen: readonly Observation[], book: ClueBook): Observation[] {
  const out: Observation[] = [];
  for (const o of seen) {
    if (o.kind !== 'account.posts' || o.status !== 'observed') continue;
    const clues = o.value.posts.flatMap((p) => cluesOf(p, book));
    if (clues.length === 0) continue;
    const { subjectId, target, slot, observedAt } = o;
    const value = {
      platform: o.value.platform,
      posts: o.value.posts.length,
      clues: clues
        .toSorted((a, b) => Number(b.confidence === 'high') - Number(a.confidence === 'high'))
        .slice(0, maxClues),
      found: clues.length,
      lists: book.lists.map((l) => `${l.id}@${l.date}`),
    };
    out.push(observed({ kind: 'account.clues', subjectId, target, slot, observedAt, probe }, value, o.evidence));
  }
  return out;
}

function cluesOf(post: ObservationValue<'account.posts'>['posts'][number], book: ClueBook): Clue[] {
  const text = post.excerpt === undefined ? post.title : `${post.title}\n${post.excerpt}`;
  const met = new Set<string>();
  return book.find(text, 'text', post.title).flatMap(({ list, entry }): Clue[] => {
    if (met.has(`${list.id} ${entry.word}`)) return [];
    met.add(`${list.id} ${entry.word}`);
    const right = entry.right === undefined ? '' : `，规范写法是“${entry.right}”`;
    return [
      {
        kind: list.kind,
        text: entry.word,
        why: `出现“${entry.word}”${right}。${list.why}`.slice(0, 400),
        source: { id: list.id, title: list.title, date: list.date },
        confidence: entry.confidence ?? list.confidence,
        post: { id: post.id, title: maskedText(post.title).slice(0, 200), url: post.url },
      },
    ];
  });
}
