import type { Observation } from '#core/observation.ts';
import type { Channel, Site } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import {
  type ChannelView,
  channelDraft,
  type Freshness,
  foundFreshness,
  foundOfType,
  freshnessOf,
  type Period,
  pictureOf,
  remedies,
  tellsAbsence,
} from './channels.ts';
import { type Draft, listed, undeterminable, verdictOf } from './common.ts';

type Fault = 'column-missing' | 'stale';

/**
 * 某一类栏目有没有开设、有没有更新. One registered channel of the type with an update in the period passes; all of them behind is the fault. Without
 * a registered one nothing is proved: what a crawl found is named, and where a whole crawl found none, that none is there is suspected.
 */
export function judgeType(o: {
  site: Site;
  observations: {
    'channel.update': readonly Observation<'channel.update'>[];
    'site.channels': readonly Observation<'site.channels'>[];
  };
  asOf: Date;
  type: Channel['type'];
  name: string;
  period: Period;
  maxAgeDays: number;
  /** The rule is about first-level channels. */
  firstLevel: boolean;
}): Verdict<Fault> {
  const picture = pictureOf(o.site, o.observations, o.asOf);
  const all = picture.registered.filter((v) => v.channel.type === o.type && v.channel.updateDays !== null);
  const basis = basisOfViews(all, picture.basis);
  if (all.length === 0) return unregistered(o, picture, basis);
  const at = { today: picture.today, maxAgeDays: o.maxAgeDays };
  const states = all.map((view) => ({ view, fresh: freshnessOf(view, o.period, at) }));
  const first = states.filter((s) => s.view.channel.level === 1);
  const asked = o.firstLevel && first.length > 0 ? first : states;
  const notes = asked.flatMap((s) =>
    s.fresh.state === 'fresh' ? [] : [`栏目“${s.view.channel.name}”${textOf(s.fresh)}`],
  );
  if (asked.some((s) => s.fresh.state === 'fresh')) return verdictOf({ basis, drafts: [], notes });
  const unknown = asked.filter((s) => s.fresh.state === 'unknown');
  // A sub-channel that is new, or none of first level, leaves the question to a person.
  const doubt = states.some((s) => s.fresh.state === 'fresh')
    ? '；下级同类栏目有更新，须确认是否计入一级栏目'
    : o.firstLevel && first.length === 0
      ? '；台账里没有这一类的一级栏目，须确认级别'
      : '';
  const drafts: Draft<Fault>[] = asked.flatMap(({ view, fresh }) =>
    fresh.state !== 'stale'
      ? []
      : [
          channelDraft('stale', view.channel, {
            ...fresh,
            sure:
              fresh.sure &&
              unknown.length === 0 &&
              doubt === '' &&
              asked.every((s) => s.fresh.state === 'stale' && s.fresh.sure),
            text: `${fresh.text}${doubt}`,
            remedy: remedies.stale,
          }),
        ],
  );
  return verdictOf({
    basis,
    drafts,
    notes: [],
    undeterminable:
      unknown.length === 0
        ? undefined
        : `${o.name}类栏目没有看到更新，但有没看成的：${listed(
            unknown.map((s) => `“${s.view.channel.name}”${textOf(s.fresh)}`),
            '个',
          )}`,
  });
}

function unregistered(
  o: Parameters<typeof judgeType>[0],
  picture: ReturnType<typeof pictureOf>,
  basis: Verdict['basis'],
): Verdict<Fault> {
  const guesses = foundOfType(picture, [o.type]);
  const { crawl } = picture;
  if (crawl === undefined) return undeterminable(basis, `台账没有登记${o.name}类栏目，也没有全站抓取的结果`);
  if (guesses.length === 0 && tellsAbsence(crawl.value)) {
    const text = `全站抓取读了 ${crawl.value.pages} 个页面，没有认出${o.name}类栏目，台账里也没有登记`;
    return verdictOf({
      basis,
      drafts: [
        {
          fault: 'column-missing',
          certainty: 'suspected',
          target: o.site.home,
          message: `${text}，须由人确认是否开设`,
          remedy: remedies.missing,
          evidence: crawl.evidence,
        },
      ],
      notes: [],
    });
  }
  const named =
    guesses.length === 0
      ? ''
      : `，全站抓取发现的${listed(
          guesses.map((g) => `“${g.name}”`),
          '个',
        )}须由人确认`;
  const stale = picture.found.filter((s) => s.value.channel.type === o.type);
  const drafts = stale.flatMap((s): Draft<Fault>[] => {
    const fresh = foundFreshness(s, o.period, picture.today);
    const here = { name: s.value.channel.name, url: s.target };
    return fresh.state === 'stale' && stale.length === guesses.length
      ? [channelDraft('stale', here, { ...fresh, sure: false, remedy: remedies.stale })]
      : [];
  });
  return verdictOf({ basis, drafts, notes: [], undeterminable: `台账没有登记${o.name}类栏目${named}` });
}

function basisOfViews(views: readonly ChannelView[], whole: Verdict['basis']): Verdict['basis'] {
  const seen = views.filter((v) => v.latest?.status === 'observed').length;
  const times = seen === 0 ? { from: '', to: '' } : { from: whole.from, to: whole.to };
  return { examined: seen, unobserved: views.length - seen, unit: '个登记的栏目', ...times };
}

function textOf(f: Freshness): string {
  return f.state === 'fresh' ? `${f.date} 有更新` : f.state === 'stale' ? `：${f.text}` : `：${f.why}`;
}
