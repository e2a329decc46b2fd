import type { Review } from './assessment.ts';
import { sha256Text } from './hash.ts';
import { byTime, directionOf, overlap } from './review.ts';

/** A decision as it was handed in, checked against a run but not yet against other decisions. */
export type ProposedReview = {
  /** Where it stands, Chinese: `第 3 行`. */
  place: string;
  review: Omit<Review, 'id' | 'supersedes'>;
  /** Whether an earlier decision on the same item still speaks, its evidence being the same. */
  inForce: (earlier: Review) => boolean;
};

export type ReviewPlan = {
  /** New ones, in order. */
  add: Review[];
  /** Stored already, word for word. */
  known: number;
  /** 改判: how many take the place of decisions of others. */
  superseding: number;
  problems: { place: string; message: string; hint: string }[];
};

/** Stable id of a decision: what was decided by whom and why on what evidence. The same handed in twice is one. */
export function reviewId(r: Omit<Review, 'id'>): string {
  const { subjectId, itemId, findingId, decision, reason, person, fault, evidence, digest } = r;
  const files = (evidence ?? []).map((e) => e.sha256).sort();
  const content = [subjectId, itemId, findingId, decision, reason, person, fault, files, digest];
  return `rv-${sha256Text(JSON.stringify(content)).slice(0, 32)}`;
}

const words: Readonly<Record<ReturnType<typeof directionOf>, string>> = {
  upholds: '存在问题',
  clears: '没有问题',
  asks: '申诉',
};

/**
 * 入库前的核对: which decisions are new, which are there already, which contradict one another or what another person decided on the same
 * evidence. With `override` (why) the latter are added and say whose place they take; two that contradict in one file never are. Pure.
 */
export function planReviews(
  proposed: readonly ProposedReview[],
  stored: readonly Review[],
  override: string | undefined,
): ReviewPlan {
  const plan: ReviewPlan = { add: [], known: 0, superseding: 0, problems: [] };
  const problem = (place: string, message: string, hint: string) => plan.problems.push({ place, message, hint });
  const ids = new Map(stored.map((r) => [r.id, r]));
  const before = matters<Review>();
  for (const r of [...stored].sort(byTime)) before.add(r, r);
  const inFile = matters<ProposedReview>();
  for (const p of proposed) {
    const mine = directionOf(p.review);
    const twin = inFile.like(p.review).find((t) => opposed(t.review, p.review));
    inFile.add(p.review, p);
    if (twin !== undefined) {
      const [one, other] = [words[directionOf(twin.review)], words[mine]];
      problem(p.place, `与${twin.place}互相矛盾：那里说${one}，这里说${other}`, '商定一个结论，只留一行');
      continue;
    }
    const earlier = before.like(p.review).filter((r) => directionOf(r) !== 'asks' && p.inForce(r));
    const id = reviewId(p.review);
    const same = ids.get(id);
    if (same !== undefined) {
      const undone = earlier.findLast((r) => byTime(r, same) > 0 && opposed(r, p.review));
      if (undone === undefined) plan.known++;
      else
        problem(
          p.place,
          `${p.review.person}以前就这样决定过，其后${undone.person}改为${words[directionOf(undone)]}`,
          '要再改回来，请另写原因',
        );
      continue;
    }
    // A person may think again; of another's decisions the latest that speaks of this matter is in the way.
    const against = earlier.at(-1);
    if (against === undefined || !opposed(against, p.review) || against.person === p.review.person) {
      plan.add.push({ id, ...p.review });
    } else if (override === undefined) {
      const why = against.reason.slice(0, 60);
      problem(
        p.place,
        `与${against.person}已有的决定相反：${against.person}认为${words[directionOf(against)]}（${why}），这里说${words[mine]}`,
        '确要改判，加上 --override 并写明原因；原来的决定仍会保留',
      );
    } else {
      const others = earlier.filter((r) => r.person !== p.review.person && opposed(r, p.review));
      plan.add.push({ id, ...p.review, supersedes: { ids: others.map((r) => r.id), reason: override } });
      plan.superseding++;
    }
  }
  // The same row twice in one file is one decision.
  plan.add = [...new Map(plan.add.map((r) => [r.id, r])).values()];
  return plan;
}

type Matter = Pick<Review, 'subjectId' | 'itemId' | 'findingId'>;

/** Finds what was said of the same matter: of a finding also what was said of its whole item, of an item all that was said in it. */
function matters<T>(): { add(of: Matter, value: T): void; like(of: Matter): T[] } {
  const items = new Map<string, { at: number; findingId: string | undefined; value: T }[]>();
  const findings = new Map<string, { at: number; value: T }[]>();
  let n = 0;
  const itemOf = (m: Matter) => `${m.subjectId}|${m.itemId}`;
  const push = <V>(map: Map<string, V[]>, key: string, value: V) => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  return {
    add(of, value) {
      push(items, itemOf(of), { at: n, findingId: of.findingId, value });
      push(findings, `${itemOf(of)}|${of.findingId ?? ''}`, { at: n, value });
      n++;
    },
    like(of) {
      if (of.findingId === undefined) return (items.get(itemOf(of)) ?? []).map((e) => e.value);
      const both = ['', of.findingId].flatMap((f) => findings.get(`${itemOf(of)}|${f}`) ?? []);
      return both.sort((a, b) => a.at - b.at).map((e) => e.value);
    },
  };
}

function opposed(a: Omit<Review, 'id'>, b: Omit<Review, 'id'>): boolean {
  const [x, y] = [directionOf(a), directionOf(b)];
  return x !== 'asks' && y !== 'asks' && x !== y && overlap(a, b);
}
