import { type OpenReview, openReviews } from '#core/open-reviews.ts';
import { effectText, linkOf, nextLines, proposalText, reviewLines, stateText } from '#reports/text/reviews.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { loadRun } from './compare.ts';
import { printJson, say, withData } from './session.ts';

/** Lines of a list on a terminal; the worksheet has all. */
const shown = 50;

/** The run somebody named, by default the newest one. Throws InputError. */
export async function runOf(id: string | undefined, data: Pick<DataFolder, 'assessments'>) {
  const wanted = id === undefined || id === 'latest' ? (await data.assessments.list(1))[0]?.runId : id;
  return loadRun(wanted ?? 'latest', data.assessments, 'review');
}

/** 要看什么 of each indicator: what its author says that a person looks at. */
export async function whatToLook(): Promise<(o: OpenReview) => string> {
  const { indicators } = await import('../indicators/index.ts');
  const person = new Map(indicators.map((i) => [i.id, i.machine.person]));
  return (o) => person.get(o.item.indicator.id) ?? '';
}

/** 待复核清单 of one run. */
export async function listReviews(id: string | undefined, flags: GlobalFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const run = await runOf(id, data);
    const all = openReviews(run);
    if (flags.json) {
      const look = await whatToLook();
      printJson(all.map((o) => jsonOf(o, look(o), data)));
    } else {
      say(`检查编号 ${run.run.id}`);
      for (const line of reviewLines(all, shown)) say(line);
    }
    return exitCodes.done;
  });
}

/** 下一件: the open matter with the largest effect. */
export async function nextReview(id: string | undefined, flags: GlobalFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const run = await runOf(id, data);
    const all = openReviews(run);
    // What nobody has looked at cannot be decided.
    const [first, ...rest] = all.filter((o) => !o.blind);
    const blind = all.length - rest.length - (first ? 1 : 0);
    const look = await whatToLook();
    if (flags.json) printJson(first ? jsonOf(first, look(first), data) : null);
    else if (!first) say('没有可以复核的事项。');
    else
      for (const line of nextLines(first, {
        left: rest.length,
        whatToLook: look(first),
        evidencePath: data.evidence.path,
        command: commandOf(first, run.run.id),
      }))
        say(line);
    if (blind > 0 && !flags.json) say(`另有 ${blind} 件还没有监测记录，不能复核，见 review list`);
    return exitCodes.done;
  });
}

function commandOf(o: OpenReview, run: string): string {
  const finding = o.finding === null ? '' : ` --finding ${o.key}`;
  const decision = o.finding === null ? '没有问题|存在问题' : '属实|不属实';
  return `xuncha review record --run ${run} --subject ${o.subject.id} --item ${o.item.itemId}${finding} --decision ${decision} --reason … --person …`;
}

function jsonOf(o: OpenReview, look: string, data: Pick<DataFolder, 'evidence'>) {
  return {
    subject: { id: o.subject.id, name: o.subject.name },
    item: { id: o.item.itemId, title: o.item.title, part: o.item.part, clauses: o.item.clauses },
    finding: o.findingId ?? null,
    key: o.key,
    digest: o.digest,
    effect: o.effect,
    effectText: effectText(o.effect),
    note: o.note,
    whatToLook: look,
    link: linkOf(o),
    evidence: (o.finding?.evidence ?? []).map((e) => ({ ...e, path: data.evidence.path(e.sha256) })),
    proposal: proposalText(o),
    state: stateText(o),
  };
}
