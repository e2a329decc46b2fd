import { formRemarks } from '#core/address-forms.ts';
import type { SubjectAssessment } from '#core/assessment.ts';
import type { CertificateState, Evidence } from '#core/evidence.ts';
import { clueNames, clueQuestions, isSerious } from '#core/lexicon.ts';
import { isObserved, type Observation, type ObservationKind, type Observed } from '#core/observation.ts';

type Information = SubjectAssessment['information'][number];

const certificateText: Partial<Record<CertificateState, string>> = {
  expired: '首页的证书已过期，访客会看到安全警告；请更换证书',
  'not-yet-valid': '首页的证书尚未生效，访客会看到安全警告；请核对证书和服务器时间',
  'self-signed': '首页用的是自签名证书，访客会看到安全警告；请换用受信任机构签发的证书',
  'wrong-host': '首页的证书与域名不符，访客会看到安全警告；请换用包含本域名的证书',
  untrusted: '首页的证书不受信任（常见原因是缺中间证书），访客会看到安全警告；请补全证书链',
  legacy: '首页只支持主流浏览器已停用的加密方式，部分访客可能打不开；请升级服务器的加密设置',
};
const maxLines = 30;
const maxEvidence = 3;
const maxClues = 18;

/** 供参考的情况: facts a maintainer should know that carry no price and no verdict. Same facts in one line, with a count. */
export function informationOf(observations: readonly Observation[]): Information[] {
  const lines = new Map<string, { count: number; evidence: Evidence[] }>();
  const add = (message: string, evidence: readonly Evidence[]) => {
    const line = lines.get(message) ?? { count: 0, evidence: [] };
    line.count++;
    if (line.evidence.length < maxEvidence) line.evidence.push(...evidence.slice(0, 1));
    lines.set(message, line);
  };
  for (const o of observations) {
    if (!isObserved(o)) continue;
    if (is(o, 'site.access')) {
      const { value } = o;
      const certificate = certificateText[value.certificate];
      if (certificate !== undefined) add(certificate, o.evidence);
      if (value.engine === 'lenient' && value.certificate !== 'legacy')
        add('首页要放宽要求才能打开，主流浏览器可能打不开', o.evidence);
      for (const note of value.notes) add(note, o.evidence);
    } else if (is(o, 'page.publish-date')) {
      const { value } = o;
      const day = o.observedAt.slice(0, 10);
      // A day's grace: what is published just after midnight in China is still yesterday in UTC.
      if (value.date !== null && Date.parse(value.date) - Date.parse(day) > 86_400_000)
        add(`稿件注明的发布时间（${value.date}）晚于查看的日期，请核对：${value.url}`, o.evidence);
    }
  }
  addForms(observations, add);
  addClues(observations, add);
  return [...lines].slice(0, maxLines).map(([message, { count, evidence }]) => ({
    message: count > 1 ? `${message}（共 ${count} 次）` : message,
    evidence: evidence.slice(0, maxEvidence),
  }));
}

/**
 * 内容线索 of the newest round that no item of the index asks about, or that are too unsure to keep a conclusion open: each with what a person must
 * decide. What is sure enough for the index is a suspected finding there and is not told twice.
 */
function addClues(observations: readonly Observation[], add: (message: string, e: readonly Evidence[]) => void): void {
  const pages = observations.filter((o) => is(o, 'page.clues'));
  const newest = pages
    .map((o) => o.slot)
    .sort()
    .at(-1);
  const dated = new Set(observations.flatMap((o) => (is(o, 'page.publish-date') ? [o.value.url] : [])));
  let told = 0;
  for (const o of pages.filter((p) => p.slot === newest))
    for (const c of o.value.clues) {
      if (isSerious(c.kind) && c.confidence === 'high') continue;
      // Told by the article's own date already.
      if (c.source.id === 'rule-future-date' && dated.has(o.value.url)) continue;
      if (++told > maxClues) continue;
      const kept = c.kind === 'personal-data' ? '；报告中已遮盖，留存的原页面没有遮盖，须妥善保管' : '';
      const said = `疑似${clueNames[c.kind]}，须由人判断${clueQuestions[c.kind]}：页面 ${o.value.url} ${c.why}（“${c.text.slice(0, 60)}”，依据${c.source.title}，${c.source.date}${kept}）`;
      add(
        said,
        o.evidence.filter((e) => e.kind === 'html').map((e) => ({ ...e, locator: c.place })),
      );
    }
  if (told > maxClues) add(`另有 ${told - maxClues} 条内容线索没有逐条列出，见监测记录`, []);
}

/** Of the other forms of the address only the newest look: what an older one saw may be mended by now. */
function addForms(observations: readonly Observation[], add: (message: string, e: readonly Evidence[]) => void): void {
  const last = observations
    .filter((o) => is(o, 'site.address-forms'))
    .reduce<Observed<'site.address-forms'> | null>(
      (newest, o) => (newest === null || o.slot >= newest.slot ? o : newest),
      null,
    );
  if (last === null) return;
  const homes = observations.filter((o) => is(o, 'site.access')).map((o) => o.value);
  for (const { message, finalUrl } of formRemarks(last.value, homes))
    add(
      message,
      last.evidence.filter((e) => e.url === finalUrl),
    );
}

function is<K extends ObservationKind>(o: Observation, kind: K): o is Observed<K> & Observation {
  return o.kind === kind && o.status === 'observed';
}
