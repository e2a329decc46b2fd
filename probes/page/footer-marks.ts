import { parseDocument } from 'htmlparser2';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import { definePageProbe } from '#probes/probe.ts';
import { icpNumbers, publicSecurityNumbers, siteCodes } from './footer-marks/codes.ts';
import { conacMarks } from './footer-marks/conac.ts';
import { errorReports } from './footer-marks/error-report.ts';
import { commentedMarks, tracesIn } from './footer-marks/inert.ts';
import { contacts, sponsors } from './footer-marks/people.ts';
import { writtenBy } from './footer-marks/scripts.ts';
import {
  type Candidate,
  type FooterMarks,
  hiddenSource,
  type Inert,
  type Mark,
  type MarkName,
  pageSource,
  type Source,
  writtenSource,
} from './footer-marks/source.ts';
import { unreadWriters } from './footer-marks/unread.ts';
import { zoneOf } from './footer-marks/zone.ts';
import { resolver } from './links/resolve.ts';
import { locate } from './locate.ts';
import { attr, pageIndex, rawText, squeeze } from './text.ts';

const markNames: readonly MarkName[] = [
  'conac',
  'siteCode',
  'icp',
  'publicSecurity',
  'sponsor',
  'contact',
  'errorReport',
];

/** What stands in the footer as text: without any of it the page as it came has no footer. */
const footer = ['siteCode', 'icp', 'publicSecurity', 'sponsor', 'contact'] as const;

/**
 * 页脚标识 — which of the six footer elements and the 找错 entry a visitor of the page is shown (检查指标“网站标识”“找错入口”,
 * 政府网站发展指引 页面底部功能区). Reads the page, what its scripts write, and those same-site scripts that were fetched.
 */
export const footerMarksProbe = definePageProbe({
  id: 'footer-marks',
  version: 1,
  title: '页脚标识',
  produces: 'page.footer-marks',
  on: ['home', 'list', 'article', 'other'],
  read(page) {
    const value = readMarks(page);
    if (page.cut !== undefined && markNames.some((name) => value[name] === null))
      return { status: 'unobserved', reason: 'unparsed', detail: `${page.cut}，缺少的标识可能在没有收到的部分` };
    return { status: 'observed', value };
  },
});

function readMarks(page: PageSnapshot): FooterMarks {
  const index = pageIndex(page.document);
  const candidates: Record<MarkName, Candidate[]> = {
    conac: [],
    siteCode: [],
    icp: [],
    publicSecurity: [],
    sponsor: [],
    contact: [],
    errorReport: [],
  };
  const inert: Inert[] = commentedMarks(page, index);
  const written = writtenSources(page, inert);
  const hidden = hiddenSource(page);
  for (const source of [pageSource(page), ...(hidden === null ? [] : [hidden]), ...written]) {
    const zone = zoneOf(source);
    const conac = conacMarks(source);
    const report = errorReports(source);
    const found: Record<MarkName, Candidate[]> = {
      conac: conac.found,
      siteCode: siteCodes(source, zone),
      icp: icpNumbers(source, zone),
      publicSecurity: publicSecurityNumbers(source, zone),
      sponsor: sponsors(source, zone),
      contact: contacts(source, zone),
      errorReport: report.found,
    };
    for (const name of markNames)
      for (const c of found[name]) candidates[name].push({ ...c, doubts: [...c.doubts, ...source.doubts] });
    inert.push(...conac.inert, ...report.inert);
  }
  const marks = Object.fromEntries(markNames.map((name) => [name, best(candidates[name])])) as Record<
    MarkName,
    Mark | null
  >;
  const { siteCode, errorReport } = marks;
  if (siteCode && errorReport && errorReport.value !== '' && errorReport.value !== siteCode.value)
    errorReport.doubts.push(`入口带的标识码 ${errorReport.value} 与页脚的网站标识码 ${siteCode.value} 不一致`);
  return {
    url: page.url,
    role: page.role,
    ...marks,
    inert: inert.filter((i) => marks[i.mark] === null).slice(0, 50),
    siteIdCode: siteIdCode(page),
    unreadScripts: markNames.some((name) => marks[name] === null)
      ? unreadWriters(
          page,
          index,
          footer.every((name) => marks[name] === null),
        )
      : [],
  };
}

/** Without doubts first, then what most speaks for it, then the last on the page. */
function best(candidates: readonly Candidate[]): Mark | null {
  let chosen: Candidate | undefined;
  for (const c of candidates) {
    if (chosen === undefined) chosen = c;
    else if ((c.doubts.length === 0) !== (chosen.doubts.length === 0)) chosen = c.doubts.length === 0 ? c : chosen;
    else if (c.score >= chosen.score) chosen = c;
  }
  if (chosen === undefined) return null;
  const { value, place, from, doubts } = chosen;
  return { value, place, from, doubts: [...doubts] };
}

/** What inline scripts and the fetched same-site scripts write; comments in them go to `inert`. */
function writtenSources(page: PageSnapshot, inert: Inert[]): Source[] {
  const sources: Source[] = [];
  const add = (code: string, from: Mark['from'], place: () => Locator) => {
    const text = writtenBy(code);
    if (text === null) return;
    for (const mark of tracesIn(text.comments))
      inert.push({ mark, why: '写在脚本的注释里，页面上不显示', place: place() });
    if (text.html.trim() === '') return;
    const doubts = text.broken ? ['写出标识的脚本引号不配对，浏览器可能不执行'] : [];
    sources.push(writtenSource(pageIndex(parseDocument(text.html)), from, place(), doubts));
  };
  const resolve = resolver(page);
  const tags = pageIndex(page.document).elements.filter((e) => e.name === 'script');
  for (const e of tags) if (e.attribs.src === undefined) add(rawText(e), 'page', () => locate(page, e));
  for (const s of page.scripts) {
    const tag = tags.find((e) => e.attribs.src !== undefined && resolve(attr(e, 'src')).url === s.url);
    add(s.text, 'script', () => (tag ? locate(page, tag) : { text: s.url.slice(0, 200) }));
  }
  return sources;
}

/** SiteIDCode: null without the tag, '' when the tag is empty. */
function siteIdCode(page: PageSnapshot): string | null {
  const tag = pageIndex(page.document).elements.find(
    (e) => e.name === 'meta' && attr(e, 'name').trim().toLowerCase() === 'siteidcode',
  );
  return tag === undefined ? null : squeeze(attr(tag, 'content')).trim();
}
