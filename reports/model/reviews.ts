import type { ItemAssessment, Review } from '#core/assessment.ts';
import { answerTo, byTime } from '#core/review.ts';
import { decisionNames } from './words.ts';

/** 佐证已变: what is said of a decision that has run out. */
export const expiredText = '佐证已变，须重新复核';

type Applicable = Pick<ItemAssessment & { applicable: true }, 'reviews' | 'expired'>;

/** Everything people said about one item, in order of time, with what has become of it: in force, run out, an appeal answered or not. */
export function reviewsOf(item: Applicable): { review: Review; text: string }[] {
  const expired = new Set(item.expired ?? []);
  return [...item.reviews, ...expired].sort(byTime).map((review) => ({ review, text: stateText(review) }));

  function stateText(r: Review): string {
    const name = decisionNames[r.decision];
    if (expired.has(r)) return `${name}（${expiredText}）`;
    if (r.decision === 'appeal') {
      const answer = answerTo(r, item.reviews);
      return answer ? `${name}（${answer.person}已答复：${decisionNames[answer.decision]}）` : `${name}（尚未答复）`;
    }
    return r.supersedes === undefined ? name : `${name}（改判，原因：${r.supersedes.reason}）`;
  }
}
