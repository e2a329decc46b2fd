import { setImmediate as breathe } from 'node:timers/promises';
import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { containment, gramsOf } from '#core/title-match.ts';
import { bareTitle, interpretationProbe } from '#probes/page/interpretation.ts';
import { lettersProbe } from '#probes/page/letters.ts';
import { serviceGuideProbe } from '#probes/page/service-guide.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import { observed, sha256 } from '../write.ts';
import { storedPage } from './stored-page.ts';
import { groupsOf, wordSearch } from './words.ts';

/** Pages of one crawl that are searched for words at most. */
const maxSearched = 20_000;
/** Pages parsed for one that is taken. */
const tries = 12;
/** 随机抽查5个办事指南. */
const guides = 5;

const guideGroups = [
  '办理材料 申请材料 申报材料 所需材料 提交材料',
  '受理条件 申请条件 办理条件 申报条件',
  '办理流程 办事流程 办理程序 审批流程',
  '收费标准 是否收费 收费依据',
  '设定依据 办理依据 法律依据 实施依据',
  '办理地点 受理地点 办理地址 办公地址',
];

/** 随机抽查5条留言, and the lists beside them. */
const letters = 5;
const letterLists = 5;
/** Pages of letters parsed at most. */
const letterTries = 60;
const letterGroups = [
  '来信时间 留言时间 咨询时间 提问时间 写信时间 提交时间 来信日期 留言日期 咨询日期',
  '回复时间 答复时间 办结时间 回复日期 答复日期 处理时间',
  '答复单位 回复单位 答复内容 回复内容 回复部门 答复部门',
];

/** 随机抽查3个解读稿, 3个政策文件. */
const interpretations = 3;
const documents = 3;
/** Interpretations whose titles are compared with the documents; with more candidates nobody can say that there is none. */
const interpretationTries = 200;
const documentTries = 24;
/** Bytes of a page in which its title stands. */
const headBytes = 4_096;
const interpreting = wordSearch(['解读 图解 读懂']);
const documentGroups = ['发文字号', '成文日期', '索引号', '发文机关'];
/** All of them at once, and which bits are whose. */
const affairs = wordSearch([...guideGroups, ...letterGroups, ...documentGroups]);
const bitsOf = (from: number, groups: readonly string[]): number => (2 ** groups.length - 1) * 2 ** from;
const guideBits = bitsOf(0, guideGroups);
const letterBits = bitsOf(guideGroups.length, letterGroups);
const documentBits = bitsOf(guideGroups.length + letterGroups.length, documentGroups);
/** 涉及面广 they are not. */
const narrow = /任免|任职|免职|表彰|批复|转发|领导小组|工作组|公示|人事/;

export type AffairsOptions = {
  siteId: string;
  slot: string;
  today: string;
  evidence: EvidenceStore;
};

/**
 * 办事、互动、解读抽查: the pages of a crawl that are looked at for these parts of the index, drawn by the site and the address alone, so that a second
 * inspector and the next round draw the same. What a crawl did not read is not drawn; nothing is said of what was not found.
 */
export async function sampleAffairs(ledger: CrawlLedger, o: AffairsOptions): Promise<Observation[]> {
  const found = await candidates(ledger, o.siteId);
  return [
    ...(await guidesOf(ledger, found.guides, o)),
    ...(await lettersOf(ledger, found.letters, o)),
    ...(await policiesOf(ledger, found, o)),
  ];
}

type Candidates = { guides: number[]; letters: number[]; interpretations: number[]; documents: number[] };

/** Pages that hold the words, in the order of drawing. */
async function candidates(ledger: CrawlLedger, siteId: string): Promise<Candidates> {
  const out: Candidates = { guides: [], letters: [], interpretations: [], documents: [] };
  const drawn = [...ledger.pages.values()]
    .filter((p) => p.result === 'page' && !p.doubt && p.jump === undefined && p.target !== 0)
    .map((p) => ({ id: p.target, order: sha256(`${siteId}|${ledger.targets[p.target]?.url}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  let n = 0;
  for (const { id } of drawn.slice(0, maxSearched)) {
    if (n++ % 50 === 0) await breathe();
    const body = ledger.body(id);
    if (body === null) continue;
    const found = affairs.in(body);
    if (out.guides.length < guides * tries && groupsOf(found & guideBits) >= 2) out.guides.push(id);
    if (out.letters.length < letterTries && groupsOf(found & letterBits) >= 2) out.letters.push(id);
    if (out.interpretations.length <= interpretationTries && interpreting.in(body.subarray(0, headBytes)) !== 0)
      out.interpretations.push(id);
    else if (out.documents.length < documentTries && groupsOf(found & documentBits) >= 2) out.documents.push(id);
  }
  return out;
}

async function guidesOf(ledger: CrawlLedger, ids: readonly number[], o: AffairsOptions): Promise<Observation[]> {
  const out: Observation[] = [];
  for (const id of ids) {
    if (out.length >= guides) break;
    const page = storedPage(ledger, id);
    if (page === null) continue;
    const reading = serviceGuideProbe.read(page, o.today);
    if (reading.status !== 'observed' || reading.value.guide === 'no') continue;
    const head = headOf(ledger, id, page, o, serviceGuideProbe);
    out.push(observed(head, reading.value, [await evidenceOf(ledger, id, page, o.evidence)]));
  }
  return out;
}

async function lettersOf(ledger: CrawlLedger, ids: readonly number[], o: AffairsOptions): Promise<Observation[]> {
  const out: Observation[] = [];
  const left = { letter: letters, list: letterLists, none: 0 };
  for (const id of ids) {
    const page = storedPage(ledger, id);
    if (page === null) continue;
    const reading = lettersProbe.read(page, o.today);
    if (reading.status !== 'observed' || left[reading.value.kind] <= 0) continue;
    // 专门渠道 take no place of what is asked about.
    if (reading.value.excluded !== null) continue;
    left[reading.value.kind] -= 1;
    const head = headOf(ledger, id, page, o, lettersProbe);
    out.push(observed(head, reading.value, [await evidenceOf(ledger, id, page, o.evidence)]));
  }
  return out;
}

type Paper = { id: number; page: PageSnapshot; value: ObservationValue<'page.interpretation'> };

/** 解读稿 with the documents that they link to, and 政策文件 with what the crawl read about them. */
async function policiesOf(ledger: CrawlLedger, found: Candidates, o: AffairsOptions): Promise<Observation[]> {
  const read = (id: number): Paper | null => {
    const page = storedPage(ledger, id);
    if (page === null) return null;
    const reading = interpretationProbe.read(page, o.today);
    return reading.status === 'observed' ? { id, page, value: reading.value } : null;
  };
  const taken = new Map<number, Paper>();
  const titles: { url: string; title: string }[] = [];
  for (const [n, id] of found.interpretations.entries()) {
    if (n % 20 === 0) await breathe();
    const paper = read(id);
    if (paper?.value.kind !== 'interpretation') continue;
    titles.push({ url: paper.value.url, title: paper.value.title });
    if (taken.size < interpretations) taken.set(id, paper);
  }
  const byUrl = new Map(ledger.targets.map((t, id) => [t.url, id]));
  for (const { value } of [...taken.values()])
    for (const link of value.links.slice(0, 5)) {
      const id = byUrl.get(link.url);
      const paper = id === undefined || taken.has(id) ? null : read(id);
      if (id !== undefined && paper?.value.kind === 'document') taken.set(id, paper);
    }
  const known = found.interpretations.length <= interpretationTries;
  let left = documents;
  for (const id of found.documents) {
    if (left <= 0 || !known) break;
    const paper = taken.get(id) ?? read(id);
    if (paper?.value.kind !== 'document' || narrow.test(paper.value.title)) continue;
    left -= 1;
    const own = gramsOf(bareTitle(paper.value.title));
    const interpretedBy = titles.filter((t) => containment(own, gramsOf(bareTitle(t.title))) >= 0.7).slice(0, 10);
    taken.set(id, { ...paper, value: { ...paper.value, interpretedBy } });
  }
  const out: Observation[] = [];
  for (const { id, page, value } of taken.values()) {
    const head = headOf(ledger, id, page, o, interpretationProbe);
    out.push(observed(head, value, [await evidenceOf(ledger, id, page, o.evidence)]));
  }
  return out;
}

function headOf<const K extends Observation['kind']>(
  ledger: CrawlLedger,
  id: number,
  page: PageSnapshot,
  o: AffairsOptions,
  probe: { id: string; version: number; produces: K },
) {
  return {
    kind: probe.produces,
    subjectId: o.siteId,
    target: ledger.targets[id]?.url ?? page.url,
    slot: o.slot,
    observedAt: page.fetchedAt,
    probe: { id: probe.id, version: probe.version },
  };
}

async function evidenceOf(
  ledger: CrawlLedger,
  id: number,
  page: PageSnapshot,
  store: EvidenceStore,
): Promise<Evidence> {
  return {
    kind: 'html',
    sha256: await store.put(ledger.body(id) ?? new Uint8Array(0)),
    url: page.url,
    capturedAt: page.fetchedAt,
  };
}
