import type { Evidence } from '#core/evidence.ts';
import { linkReasonNames, linkStatusNames } from '#core/link-texts.ts';
import type { Observed } from '#core/observation.ts';
import { clipAddress } from './clean.ts';
import { groupAdvice, thingNames, thingOf } from './link-advice.ts';
import { groupCases, hostOf, type LinkGroup, placesOf, templateFrom } from './link-groups.ts';
import type { LinkCase, LinkEntry, LinkValue, SinceView } from './link-types.ts';
import { type EvidenceHref, evidenceView } from './subject.ts';
import { minuteText } from './words.ts';

/** Entries of each section that the page prints in full; the CSV has every one. Evidence is put beside the page for these only. */
export const shownEntries = { fix: 500, check: 150, caution: 100 } as const;

const attemptsShown = 6;
const evidenceShown = 4;

type Link = Observed<'link.status'>;
type Draft = Omit<LinkEntry, 'anchor' | 'number'> & { cases: readonly LinkCase[] };

/**
 * 问题条目 of one section: folded, and in the order in which a maintainer should mend them (what the home page shows first, then what stands on
 * most pages). Each case is given the name of its entry.
 */
export function entriesOf(
  open: readonly { case: LinkCase; link: Link }[],
  section: { anchor: string; name: string; homeRoles: readonly string[]; evidenceHref: EvidenceHref; shown: number },
): { entries: LinkEntry[]; cases: LinkCase[] } {
  const evidence = new Map(open.map((o) => [o.case, o.link.evidence]));
  const drafts = groupCases(open.map((o) => o.case))
    .map((g) => draftOf(g, section.homeRoles))
    .sort(
      (a, b) =>
        Number(b.home) - Number(a.home) ||
        b.reach - a.reach ||
        b.targets.length - a.targets.length ||
        (a.headline < b.headline ? -1 : a.headline > b.headline ? 1 : 0),
    );
  const cases: LinkCase[] = [];
  const entries = drafts.map(({ cases: mine, ...entry }, i): LinkEntry => {
    const number = i + 1;
    for (const c of mine) cases.push({ ...c, entry: `${section.name} ${number}` });
    const first = mine[0] as LinkCase;
    const shown = i < section.shown ? pick(evidence.get(first) ?? []) : [];
    return {
      ...entry,
      anchor: `${section.anchor}-${number}`,
      number,
      evidence: shown.map((e) => evidenceView(e, section.evidenceHref)),
    };
  });
  return { entries, cases };
}

/** The answers first, then a page that points there: together they prove it. */
function pick(all: readonly Evidence[]): Evidence[] {
  const answers = all.filter((e) => e.locator === undefined).slice(0, evidenceShown - 1);
  const pages = all.filter((e) => e.locator !== undefined);
  return [...answers, ...pages.slice(0, evidenceShown - answers.length)];
}

function draftOf(group: LinkGroup, homeRoles: readonly string[]): Draft {
  const onHome = (v: LinkValue) => v.parents.some((p) => homeRoles.includes(p.role));
  // What the home page shows speaks for the group.
  const cases = [...group.cases].sort(
    (a, b) => Number(onHome(b.value)) - Number(onHome(a.value)) || b.value.parentCount - a.value.parentCount,
  );
  const first = cases[0] as LinkCase;
  const values = cases.map((c) => c.value);
  const v = first.value;
  const places = placesOf(values);
  const parents = values.flatMap((x) => x.parents);
  const pages = [...new Map(parents.map((p) => [p.url, { url: p.url, home: homeRoles.includes(p.role) }])).values()];
  // A target with more parents than were kept stands on at least as many pages as were kept; its count is the better measure.
  const most = Math.max(...values.map((x) => (x.parentCount > x.parents.length ? x.parentCount : 0)));
  // A list that runs over several pages is no template: each of its links stands in one of them.
  const widest = Math.max(0, ...placesOf([v]).map((p) => p.pages));
  const template = widest >= templateFrom;
  const many = values.length > 1;
  return {
    kind: group.kind,
    status: v.status,
    statusName: linkStatusNames[v.status],
    reason: v.reason,
    reasonName: linkReasonNames[v.reason],
    httpStatus: v.httpStatus ?? null,
    headline: headlineOf(group, values),
    problem: first.problem,
    doubt: first.doubt,
    fix: [
      ...groupAdvice({
        kind: group.kind,
        thing: thingOf(v),
        targets: values.length,
        host: hostOf(v.url),
        template,
        pages: widest,
        status: v.status,
      }),
      ...first.fix,
    ],
    home: values.some(onHome),
    external: v.external,
    template,
    targets: cases.map((c) => ({
      url: c.value.url,
      finalUrl: c.value.finalUrl !== undefined && c.value.finalUrl !== c.value.url ? c.value.finalUrl : null,
    })),
    expired: [...Map.groupBy(cases, (c) => c.expired)].flatMap(([rule, all]) =>
      rule === null ? [] : [{ rule, targets: all.length }],
    ),
    reach: Math.max(pages.length, most),
    pages,
    capped: most > 0,
    spots: values.reduce((n, x) => n + x.parentCount, 0),
    places,
    attempts: attemptsOf(v),
    note: v.note ?? '',
    since: many ? sinceOfMany(cases) : first.since,
    evidence: [],
    cases,
  };
}

function headlineOf(group: LinkGroup, values: readonly LinkValue[]): string {
  const n = values.length;
  if (group.kind === 'host') return `主机 ${group.label} 上的 ${n} 个链接`;
  const thing = thingNames[thingOf(values[0] as LinkValue)];
  if (group.kind === 'family') return `${clipAddress(group.label, 160)} 一类的 ${n} 个${thing}`;
  return clipAddress(group.label, 160);
}

/** 每次尝试: when, how, what came, how long. Beijing time. */
export function attemptsOf(v: LinkValue): string[] {
  const lines = v.attempts.map((a) => {
    const came =
      a.status === undefined ? `没有应答${a.code === undefined ? '' : `（${a.code}）`}` : `状态码 ${a.status}`;
    return `${minuteText(a.at)} ${a.method} ${came}，${Math.round(a.ms)} 毫秒`;
  });
  if (lines.length <= attemptsShown) return lines;
  return [...lines.slice(0, attemptsShown - 1), `……共 ${lines.length} 次，末次：${lines.at(-1)}`];
}

/** Of many the one that has been dead longest speaks, with its days. */
function sinceOfMany(cases: readonly LinkCase[]): SinceView | null {
  const all = cases.flatMap((c) => (c.since ? [c.since] : []));
  const oldest = [...all].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : b.rounds - a.rounds))[0];
  if (oldest === undefined) return null;
  const alike = all.every((s) => s.day === oldest.day && s.rounds === oldest.rounds);
  if (alike || all.length === 1) return oldest;
  const fresh = all.filter((s) => s.rounds === 1).length;
  const mixed = fresh > 0 && fresh < all.length ? `；其中 ${fresh} 个是新发现的` : '';
  return { ...oldest, text: `最早的一个${oldest.text}${mixed}` };
}
