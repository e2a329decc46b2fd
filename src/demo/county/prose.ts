/** Words of the county's articles: own sentences on invented matters, put together the same way every time. */

export type Voice = 'news' | 'notices' | 'policy';

const towns = ['青石镇', '柳溪镇', '白塔乡', '枫林街道', '双河镇', '石桥乡'] as const;

const titles: Record<Voice, readonly ((office: string, topic: string, town: string) => string)[]> = {
  news: [
    (o, t) => `${o}召开${t}工作推进会`,
    (_, t, w) => `${t}服务队走进${w}`,
    (o, t, w) => `${o}到${w}调研${t}工作`,
    (_, t) => `全县${t}业务培训班开班`,
    (o, t) => `${o}开展${t}专项检查`,
    (_, t, w) => `${w}：${t}办在群众家门口`,
    (_, t) => `我县${t}工作取得阶段性进展`,
  ],
  notices: [
    (_, t) => `关于开展${t}申报工作的通知`,
    (o, t) => `${o}关于${t}有关事项的公告`,
    (_, t) => `${t}结果公示`,
    (_, t, w) => `关于${w}${t}临时安排的通告`,
    (o, t) => `${o}${t}咨询电话一览`,
  ],
  policy: [
    (_, t) => `示例县${t}实施方案`,
    (_, t) => `示例县${t}管理办法`,
    (_, t) => `《示例县${t}管理办法》政策解读`,
    (o, t) => `${o}关于加强${t}工作的意见`,
    (_, t) => `一图读懂《示例县${t}实施方案》`,
  ],
};

const sentences: Record<Voice, readonly ((office: string, topic: string, town: string) => string)[]> = {
  news: [
    (o, t, w) =>
      `连日来，${o}把${t}作为为民办实事的重点，组织业务骨干深入${w}的村社和企业，面对面听取意见，逐条登记问题。`,
    (_, t) => `工作人员现场演示了${t}的办理步骤，发放宣传折页，并为行动不便的老人上门讲解，得到群众的好评。`,
    (o) => `${o}有关负责人表示，下一步将健全台账、压实责任，对查出的问题实行销号管理，做到件件有着落、事事有回音。`,
    (_, t, w) =>
      `在${w}，村干部介绍，过去办${t}要跑好几趟，如今在便民服务站就能一次办好，路上的时间省下来了，心里也踏实了。`,
    (_, t) => `会议要求，各单位要对照年度任务清单抓紧${t}各项工作，遇到困难及时报告，确保按期完成，不留尾巴。`,
    (_, t) =>
      `培训采用集中授课与现场教学相结合的方式，围绕${t}的政策要点、常见问题和案例展开，参训人员还分组进行了讨论。`,
  ],
  notices: [
    (_, t) => `为做好本年度${t}工作，根据有关规定，现将有关事项通知如下，请各乡镇、街道和有关单位认真组织实施。`,
    (o, t) => `一、符合条件的个人和单位可以到${o}窗口提出${t}申请，也可以通过政务服务网提交材料，窗口工作日全天受理。`,
    (_, t) => `二、申请人应当如实填写${t}申请表，并对材料的真实性负责；材料不齐的，窗口一次性告知需要补正的全部内容。`,
    (o) => `三、对结果有异议的，可以在公示期内以书面形式向${o}反映，反映情况应当实事求是并留下联系方式。`,
    (_, t) => `四、各单位要明确专人负责${t}工作，畅通咨询渠道，耐心答复群众提问，不得以任何名义收取费用。`,
  ],
  policy: [
    (_, t) => `第一条　为规范${t}工作，维护公民、法人和其他组织的合法权益，结合本县实际，制定本文件。`,
    (o, t) => `第二条　${o}负责全县${t}的组织、指导和监督，各乡镇人民政府、街道办事处按照职责做好本辖区内的有关工作。`,
    (_, t) => `第三条　${t}应当坚持公开、公平、便民的原则，办理依据、条件、程序、期限和结果依法向社会公开。`,
    (_, t) => `第四条　县级财政根据需要安排${t}所需经费，专款专用，接受审计监督，任何单位和个人不得截留、挪用。`,
    (o) => `第五条　本文件由${o}负责解释，自公布之日起施行，有效期五年；上级另有规定的，从其规定。`,
  ],
};

function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

/** Title number `n` of a channel: neighbours differ in topic and pattern. */
export function title(voice: Voice, office: string, topics: readonly string[], n: number): string {
  return pick(titles[voice], n)(office, pick(topics, n), pick(towns, n * 2 + 1));
}

/** Paragraphs of article `n`, some 250 characters. */
export function paragraphs(voice: Voice, office: string, topics: readonly string[], n: number): string[] {
  const topic = pick(topics, n);
  const town = pick(towns, n * 2 + 1);
  return [0, 1, 2, 3].map((k) => pick(sentences[voice], n + k)(office, topic, town));
}

/** A stable number for a text: ids of articles and units that look like those of a content system. */
export function numberOf(text: string): number {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619) >>> 0;
  return h;
}
