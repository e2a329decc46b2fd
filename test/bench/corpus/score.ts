/** What a detector said about one labelled page. */
export type Outcome = {
  /** The label says that there is something to find. */
  there: boolean;
  /** `doubt`: reported for a person to look at, not as a fact. */
  said: 'yes' | 'doubt' | 'no';
  /** What was said is what the label says. */
  right: boolean;
  /** It was said without any reserve; null for detectors that only give clues. */
  high: boolean | null;
};

export type Score = {
  field: string;
  folder: string;
  count: number;
  /** Labels that say there is something. */
  there: number;
  yes: { right: number; wrong: number };
  doubt: { right: number; wrong: number };
  no: { right: number; wrong: number };
  /** Said without reserve, and wrong. Null: gives clues only. */
  wrongHigh: number | null;
};

export type Miss = { field: string; file: string; expected: string; got: string; how: string };

export type Rates = {
  /** Right among those reported as a fact; null when none was. */
  precision: number | null;
  /** Rightly reported, as a fact or with a doubt, among those that are there; null when none is. */
  recall: number | null;
  /** Right answers of every kind among all labelled. */
  exact: number;
};

export type Board = { scores: Map<string, Score>; misses: Miss[] };

export function newBoard(): Board {
  return { scores: new Map(), misses: [] };
}

/** Counts one outcome; what is not right goes to the misses. */
export function record(
  board: Board,
  at: { field: string; folder: string; file: string },
  outcome: Outcome,
  told: { expected: string; got: string; how?: string },
): void {
  const key = `${at.field} ${at.folder}`;
  let score = board.scores.get(key);
  if (score === undefined) {
    const none = () => ({ right: 0, wrong: 0 });
    score = {
      field: at.field,
      folder: at.folder,
      count: 0,
      there: 0,
      yes: none(),
      doubt: none(),
      no: none(),
      wrongHigh: outcome.high === null ? null : 0,
    };
    board.scores.set(key, score);
  }
  score.count++;
  if (outcome.there) score.there++;
  score[outcome.said][outcome.right ? 'right' : 'wrong']++;
  if (outcome.right) return;
  if (outcome.high === true && score.wrongHigh !== null) score.wrongHigh++;
  const reserve = outcome.said === 'doubt' ? '存疑' : outcome.high === true ? '高置信' : '';
  const how = [told.how ?? '', reserve].filter((s) => s !== '').join('，');
  board.misses.push({ field: at.field, file: at.file, expected: told.expected, got: told.got, how });
}

export function ratesOf(score: Score): Rates {
  const said = score.yes.right + score.yes.wrong;
  const found = score.yes.right + score.doubt.right;
  return {
    precision: said === 0 ? null : score.yes.right / said,
    recall: score.there === 0 ? null : found / score.there,
    exact: (found + score.no.right) / score.count,
  };
}

/** Scores of one field over all its folders. */
export function sumOf(scores: readonly Score[], field: string): Score {
  const parts = scores.filter((s) => s.field === field);
  const sum = (read: (s: Score) => number) => parts.reduce((n, s) => n + read(s), 0);
  const both = (side: 'yes' | 'doubt' | 'no') => ({
    right: sum((s) => s[side].right),
    wrong: sum((s) => s[side].wrong),
  });
  return {
    field,
    folder: '合计',
    count: sum((s) => s.count),
    there: sum((s) => s.there),
    yes: both('yes'),
    doubt: both('doubt'),
    no: both('no'),
    wrongHigh: parts.every((s) => s.wrongHigh === null) ? null : sum((s) => s.wrongHigh ?? 0),
  };
}
