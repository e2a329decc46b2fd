import { z } from 'zod';
import type { Evidence } from '#core/evidence.ts';
import { defineIndicator } from '#core/indicator.ts';
import { currentLinks, linkRounds } from '#core/link-history.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import {
  basisOf,
  type Draft,
  latestRound,
  listed,
  partition,
  undeterminable,
  unseenText,
  verdictOf,
} from '../common.ts';
import { withPlace } from './marks.ts';

type Clue = ObservationValue<'page.suspect-links'>['clues'][number];
type Fault = Clue['kind'] | 'bad-target' | 'lost-target';

/** With the measure word: a hidden block or a farm holds many links, a word stands in one. */
const names: Record<Clue['kind'], (n: number) => string> = {
  hidden: (n) => `${n} 处访客看不见的链接`,
  farm: (n) => `${n} 处成批的外部链接`,
  lexicon: (n) => `${n} 个含违规词语的链接`,
};

/** 安全事故线索（暗链）: clues only, a person decides. */
export const hiddenLinks = defineIndicator({
  id: 'hidden-links',
  version: 3,
  title: '安全事故线索（暗链）',
  description:
    '在页面源码里找访客看不见的链接、成批的外部链接和含违规词语的链接；检查链接时，看站外链接打开的是不是赌博、色情网站，或者已经出售、停放的域名。只是线索，不能据此判定不合格，须由人工打开页面确认。',
  subject: 'site',
  needs: ['page.suspect-links', 'link.status', 'site.crawl'],
  faults: {
    hidden: '疑似隐藏链接',
    farm: '疑似外部链接群',
    lexicon: '疑似违规词语链接',
    'bad-target': '疑似赌博、色情网站的链接',
    'lost-target': '疑似已出售或停放的域名的链接',
  },
  params: z.strictObject({
    /** How many days back a look at the pages still counts. */
    maxAgeDays: z.number().int().positive().max(366).default(14),
    /** Share of the pages of a crawl that could not be looked at, in percent, above which nothing found is no pass. */
    maxUnseenPercent: z.number().min(0).max(100).default(20),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '没有找到线索的，记为未发现；不能据此证明网站没有安全问题。',
    person: '一切线索都交人工确认，程序不自行认定。',
    decides: 'P',
  },
  judge({ subject, observations, params: p }) {
    const { seen, unseen } = partition(latestRound(observations['page.suspect-links']));
    const targets = targetDrafts(
      currentLinks(linkRounds(observations['link.status'], observations['site.crawl'])).links,
    );
    // A crawl looks at every page it reads and keeps only those with clues.
    const crawl = observations['site.crawl'].findLast((o) => o.slot === seen[0]?.slot && o.status === 'observed');
    const reach = crawl?.status === 'observed' ? reachOf(crawl.value) : { read: 0, lost: 0 };
    const examined = Math.max(seen.length, reach.read);
    const unobserved = unseen.length + reach.lost;
    const basis = basisOf(seen, { examined, unobserved, unit: '个页面' });
    if (seen.length === 0) {
      const why = unseen.length > 0 ? `页面都没有看成：${unseenText(unseen, '个')}` : '监测期内没有采集过页面';
      // A link of a page that was seen at another time may stand all the same.
      return targets.length > 0
        ? verdictOf({ basis, drafts: targets, notes: [], undeterminable: why })
        : undeterminable(basis, why);
    }
    const links = seen.reduce((n, o) => n + o.value.examined, 0);
    const notes = [`共看了 ${links} 个链接；只查暗链线索，严重表述错误、泄密、篡改等须另行检查`];
    const open =
      links === 0
        ? '看到的页面上没有链接，谈不上查过暗链'
        : 100 * unobserved > p.maxUnseenPercent * (examined + unobserved)
          ? `只看了 ${examined} 个页面，有 ${unobserved} 个页面没有看成，不能说没有暗链`
          : undefined;
    const drafts = [...seen.flatMap((o) => draftsOf(o, subject.record.home)), ...targets];
    return verdictOf({ basis, drafts, notes, undeterminable: open });
  },
});

/** Pages that a crawl read, and those that refused, stumbled or were built by scripts that nobody ran. */
function reachOf(v: ObservationValue<'site.crawl'>): { read: number; lost: number } {
  const failed = v.limits.find((l) => l.limit === 'failed')?.left ?? 0;
  return { read: v.pages.read, lost: v.pages.blocked + failed + v.unjudgedCount };
}

/** The first three sentences; they hold commas of their own, so a semicolon parts them. */
function firstOf(whys: readonly string[]): string {
  return `${whys.slice(0, 3).join('；')}${whys.length > 3 ? `；等 ${whys.length} 种情形` : ''}`;
}

/** One finding a page and kind: a link farm of hundreds is one thing to look at. */
function draftsOf(o: Observed<'page.suspect-links'>, home: string): Draft<Fault>[] {
  const byKind = new Map<Clue['kind'], Clue[]>();
  for (const c of o.value.clues) {
    const group = byKind.get(c.kind);
    if (group) group.push(c);
    else byKind.set(c.kind, [c]);
  }
  return [...byKind].map(([fault, clues]) => {
    const shown = clues.map(
      (c) => `${c.text.trim() === '' ? '' : `“${c.text.trim().slice(0, 30)}” `}${c.href.slice(0, 120)}`,
    );
    const whys = [...new Set(clues.map((c) => c.why))];
    return {
      fault,
      certainty: 'suspected' as const,
      target: o.target,
      message: `${o.target === home ? '首页' : `页面 ${o.value.url} `}有 ${names[fault](clues.length)}：${firstOf(whys)}。链接如：${listed(shown, '个')}`,
      remedy:
        '打开页面源码核对；不是本单位添加的，立即清除并排查网站是否被入侵，同时按规定报告主管单位和网信、公安机关。',
      evidence: clues.slice(0, 10).flatMap((c) => evidenceAt(o.evidence, c)),
    };
  });
}

type Link = Observed<'link.status'>;
type Suspect = NonNullable<Link['value']['suspect']>;

const suspects: Record<Suspect['kind'], { fault: Fault; what: string; remedy: string }> = {
  gambling: { fault: 'bad-target', what: '疑似赌博网站', remedy: badRemedy() },
  porn: { fault: 'bad-target', what: '疑似色情网站', remedy: badRemedy() },
  resold: { fault: 'lost-target', what: '正在出售的域名', remedy: lostRemedy() },
  parked: { fault: 'lost-target', what: '已停放或过期的网站', remedy: lostRemedy() },
};

function badRemedy(): string {
  return '在隔离的环境里打开核对；属实的，立即删除链接，查清是原网站域名被他人注册还是页面被篡改，并按规定报告。';
}
function lostRemedy(): string {
  return '打开核对；原网站确已不在的，删除链接或改为现在的地址，以免域名被他人用于违法网站。';
}

/** One finding a host and kind: ten links to one lost site are one thing to look at. */
function targetDrafts(links: readonly Observation<'link.status'>[]): Draft<Fault>[] {
  const groups = new Map<string, { suspect: Suspect; links: Link[] }>();
  for (const link of links) {
    if (link.status !== 'observed' || link.value.suspect === undefined) continue;
    const { suspect } = link.value;
    const key = `${suspects[suspect.kind].fault} ${URL.parse(link.value.url)?.host ?? link.value.url}`;
    const group = groups.get(key) ?? { suspect, links: [] };
    group.links.push(link);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ suspect, links: all }) => {
    const { fault, what, remedy } = suspects[suspect.kind];
    const [first] = all;
    const parents = all.flatMap((l) => l.value.parents);
    const pages = [...new Set(parents.map((p) => p.url))];
    const text = parents.find((p) => p.text.trim() !== '')?.text.trim() ?? '';
    return {
      fault,
      certainty: 'suspected' as const,
      target: first?.target ?? '',
      message: `链接${text === '' ? '' : `“${text.slice(0, 30)}”`}打开的是${what}：${suspect.why}。链接在 ${listed(pages, '个页面')}`,
      remedy,
      evidence: all.slice(0, 5).flatMap((l) => l.evidence.slice(0, 6)),
    };
  });
}

/** The page with the place of a clue, and the picture taken of that place. */
function evidenceAt(evidence: readonly Evidence[], clue: Clue): Evidence[] {
  const { selector, line, column } = clue.place;
  const here = (e: Evidence) =>
    e.locator?.selector === selector && e.locator?.line === line && e.locator?.column === column;
  return withPlace(
    evidence.filter((e) => e.kind !== 'screenshot' || here(e)),
    clue.place,
  );
}
