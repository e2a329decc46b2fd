import type { ObservationValue } from '#core/observation.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { compact } from '#probes/page/text.ts';
import { bytesOf, dayOf, type Entry, openPage, readLabels } from './pages.ts';

type Value = ObservationValue<'page.footer-marks'>;

/** Label field → mark of the probe. */
const fields = {
  icp: 'icp',
  gongan: 'publicSecurity',
  site_code: 'siteCode',
  conac: 'conac',
  jiucuo: 'errorReport',
  sponsor: 'sponsor',
  contact: 'contact',
} as const;
type Field = keyof typeof fields;

export type MarkScore = {
  mark: (typeof fields)[Field];
  /** Pages whose label says that the mark is there, and pages whose label says that it is not. */
  labelled: { there: number; absent: number };
  /** Mark reported without doubt where it is, and where it is not. */
  found: { right: number; wrong: number };
  /** Reported with a doubt for a person, where it is and where it is not. */
  doubted: { there: number; absent: number };
  /** Neither found nor doubted although it is there: what would harm the site. */
  missed: number;
  /** Found or doubted, and the value is not the labelled one. */
  wrongValue: number;
  /** found.right / (found.right + found.wrong); 1 when nothing was found. */
  precision: number;
  /** (found or doubted where it is) / labelled there; 1 when there is none. */
  recall: number;
};

export type MarksReport = { pages: number; scores: MarkScore[]; faults: string[] };

/** 页脚标识探测的准确率 on the labelled pages of the corpus in `dir`. Fields marked n/a and pages cut before the footer are left out. */
export function measureMarks(dir: string): MarksReport {
  const scores = new Map<Field, MarkScore>();
  const faults: string[] = [];
  let pages = 0;
  for (const entry of readLabels(dir).entries) {
    const labelled = markLabels(entry.labels.footer);
    if (labelled.length === 0) continue;
    const value = marksOf(dir, entry);
    if (typeof value === 'string') {
      faults.push(`${entry.file}：${value}`);
      continue;
    }
    pages++;
    for (const { field, mark, label } of labelled) {
      const score = scores.get(field) ?? blank(mark);
      scores.set(field, score);
      const fault = count(score, label, value[mark]);
      if (fault !== null) faults.push(`${entry.file} ${mark}：${fault}`);
    }
  }
  for (const s of scores.values()) {
    const found = s.found.right + s.found.wrong;
    s.precision = found === 0 ? 1 : s.found.right / found;
    s.recall = s.labelled.there === 0 ? 1 : 1 - s.missed / s.labelled.there;
  }
  return { pages, scores: [...scores.values()], faults };
}

/** Labelled marks of one page; fields marked n/a are left out. */
export function markLabels(footer: unknown): { field: Field; mark: (typeof fields)[Field]; label: boolean | string }[] {
  if (typeof footer !== 'object' || footer === null) return [];
  return (Object.keys(fields) as Field[]).flatMap((field) => {
    const label = truth((footer as Record<string, unknown>)[field]);
    return label === undefined ? [] : [{ field, mark: fields[field], label }];
  });
}

/** Whether a mark is there by its label, and whether what was read (null: nothing) is right. */
export function judgeMark(label: boolean | string, mark: Value['icp']): { there: boolean; right: boolean } {
  const there = label !== false;
  if (mark === null || !there) return { there, right: there === (mark !== null) };
  return { there, right: typeof label !== 'string' || sameValue(label, mark.value) };
}

/** The value, or why there is none. */
function marksOf(dir: string, entry: Entry): Value | string {
  const body = bytesOf(dir, entry);
  if (body === null) return '没有这个文件';
  const page = openPage(entry, body);
  if ('notPage' in page) return page.notPage;
  const reading = footerMarksProbe.read(page, dayOf(entry));
  return reading.status === 'observed' ? reading.value : reading.detail;
}

/** What a label says: false = absent, true = there, text = there with this value, undefined = leave out. */
function truth(label: unknown): boolean | string | undefined {
  if (label === undefined || label === 'n/a') return undefined;
  if (label === null || label === false || label === 'NO') return false;
  // A correction page of the site's own is not the entry.
  if (typeof label === 'string' && /^own\b/.test(label)) return false;
  return typeof label === 'string' ? label : true;
}

function blank(mark: MarkScore['mark']): MarkScore {
  return {
    mark,
    labelled: { there: 0, absent: 0 },
    found: { right: 0, wrong: 0 },
    doubted: { there: 0, absent: 0 },
    missed: 0,
    wrongValue: 0,
    precision: 1,
    recall: 1,
  };
}

function count(score: MarkScore, expected: boolean | string, mark: Value['icp']): string | null {
  const there = expected !== false;
  score.labelled[there ? 'there' : 'absent']++;
  if (mark === null) {
    if (!there) return null;
    score.missed++;
    return `漏掉，标签是 ${expected}`;
  }
  if (mark.doubts.length > 0) score.doubted[there ? 'there' : 'absent']++;
  else score.found[there ? 'right' : 'wrong']++;
  if (!there) return mark.doubts.length > 0 ? null : `误报 ${mark.value}`;
  if (typeof expected !== 'string' || sameValue(expected, mark.value)) return null;
  score.wrongValue++;
  return `值是 ${mark.value}，标签是 ${expected}`;
}

/** Labels were typed by people: 号, blanks and remarks in brackets do not count. */
function sameValue(expected: string, value: string): boolean {
  const plain = (text: string) =>
    compact(text.replace(/\(.*?\)/g, ''))
      .replace(/[号:：]/g, '')
      .toLowerCase();
  const [a, b] = [plain(expected), plain(value)];
  return a.includes(b) || b.includes(a);
}
