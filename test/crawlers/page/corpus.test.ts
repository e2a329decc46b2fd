import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { observationValues } from '#core/observation.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { linksOf } from '#probes/page/links.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import { measureMarks } from '../../bench/corpus/marks.ts';
import { corpusDir } from '../../harness/pages.ts';

const dir = corpusDir();
const suite = dir === null ? describe.skip : describe;

type Label = { file: string; kind: string; labels: Record<string, unknown> };
const labels = (kinds: readonly string[]): Label[] =>
  (JSON.parse(readFileSync(path.join(dir!, 'labels.json'), 'utf8')) as Label[]).filter((l) => kinds.includes(l.kind));

const hosts: [RegExp, string][] = [
  [/gzdzhrss/, 'www.gzdzhrss.com'],
  [/cptz_net/, 'www.cptz.net'],
  [/^gov_html\//, 'www.shili.gov.cn'],
];
function read(file: string) {
  const body = readFileSync(path.join(dir!, file));
  const host = hosts.find(([pattern]) => pattern.test(file))?.[1] ?? 'www.shili.com';
  const url = `http://${host}/${path.basename(file)}`;
  return snapshotOf({
    exchange: {
      requestedUrl: url,
      finalUrl: url,
      status: 200,
      startedAt: '2026-09-10T02:00:00.000Z',
      body,
      hops: [{ url, method: 'GET', status: 200, headers: [['content-type', 'text/html']], phases: { end: 1 } }],
    },
    role: 'other',
    sha256: createHash('sha256').update(body).digest('hex'),
  });
}

suite('真实页面', () => {
  test('快照和各页面探测不抛错，值合乎结构', () => {
    let pages = 0;
    for (const { file } of labels(['gov_html', 'gov_mirror', 'zh_articles', 'tampered', 'encoding'])) {
      const page = read(file);
      if ('notPage' in page) {
        expect(page.notPage).not.toBe('');
        continue;
      }
      pages++;
      const marks = footerMarksProbe.read(page, '2026-09-10');
      const suspect = suspectLinksProbe.read(page, '2026-09-10');
      if (marks.status === 'observed') observationValues['page.footer-marks'].parse(marks.value);
      if (suspect.status === 'observed') observationValues['page.suspect-links'].parse(suspect.value);
      expect([marks.status, suspect.status]).toEqual(['observed', 'observed']);
      for (const link of linksOf(page)) {
        if (link.url !== null) expect(new URL(link.url).hash).toBe('');
        expect(link.place.line).toBeGreaterThan(0);
      }
    }
    expect(pages).toBeGreaterThanOrEqual(300);
  });

  test('页脚标识：每项准确率和召回率不低于 0.99', () => {
    const report = measureMarks(dir!);
    for (const s of report.scores) {
      console.log(
        `${s.mark} 准确率 ${s.precision.toFixed(3)} 召回率 ${s.recall.toFixed(3)}（有 ${s.labelled.there}，无 ${s.labelled.absent}；` +
          `存疑 ${s.doubted.there}/${s.doubted.absent}，值不符 ${s.wrongValue}）`,
      );
    }
    expect(report.pages).toBeGreaterThanOrEqual(250);
    expect(report.scores).toHaveLength(7);
    for (const s of report.scores) {
      expect(s.precision, s.mark).toBeGreaterThanOrEqual(0.99);
      expect(s.recall, s.mark).toBeGreaterThanOrEqual(0.99);
      expect(s.wrongValue / Math.max(1, s.labelled.there), s.mark).toBeLessThanOrEqual(0.01);
    }
  });

  test('暗链线索：被篡改的页面都有，其余政府页面都没有', () => {
    const clues = (file: string): number => {
      const page = read(file);
      if ('notPage' in page) return 0;
      const reading = suspectLinksProbe.read(page, '2026-09-10');
      return reading.status === 'observed' ? reading.value.clues.length : 0;
    };
    expect(labels(['tampered']).filter((l) => clues(l.file) === 0)).toEqual([]);
    const flagged = labels(['gov_html', 'gov_mirror'])
      .filter((l) => clues(l.file) > 0)
      .map((l) => l.file);
    expect(flagged.sort()).toEqual(['gov_mirror/cptz_net/index.html', 'gov_mirror/gzdzhrss_com/index.html']);
  });
});
