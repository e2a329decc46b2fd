import { expect, test } from 'vitest';
import type { PageSnapshot } from '#core/evidence.ts';
import { channelKey } from '#probes/page/channels/address.ts';
import { channelListOf, channelPageOf, newest } from '#probes/page/channels/list.ts';
import { channelsOf } from '#probes/page/channels/merge.ts';
import { sharedRows } from '#probes/page/channels/rows.ts';
import { channelSignsOf } from '#probes/page/channels/signs.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { addressOf, bytesOf, dayOf, type Entry, openPage, readLabels } from '../../../bench/corpus/pages.ts';
import { corpusDir } from '../../../harness/pages.ts';

const dir = corpusDir();

type Labelled = { entry: Entry; page: PageSnapshot };

/** Pages of whole mirrored sites, by site. */
function sites(): Map<string, Labelled[]> {
  const found = new Map<string, Labelled[]>();
  if (dir === null) return found;
  for (const entry of readLabels(dir).entries) {
    const parts = entry.file.split('/');
    const bytes = parts.length > 2 && parts[0] === 'gov_mirror' ? bytesOf(dir, entry) : null;
    const page = bytes === null ? null : openPage(entry, bytes);
    if (page === null || 'notPage' in page) continue;
    const home = entry.labels.page_type === 'home';
    const list = found.get(parts[1]!) ?? [];
    list.push({ entry, page: { ...page, role: home ? 'home' : 'other' } });
    found.set(parts[1]!, list);
  }
  return found;
}

test('真实网站：栏目页都认出来，稿件不当栏目，空白栏目全找到、不虚报', () => {
  for (const [site, pages] of sites()) {
    const keys = new Set(pages.map((p) => channelKey(addressOf(p.entry))));
    const guesses = channelsOf(
      pages.map((p) => channelSignsOf(p.page)),
      { gone: (key) => !keys.has(key) },
    );
    const found = new Set(guesses.map((g) => g.key));
    const isFurther = (e: Entry) => /index_\d+\.\w+$/.test(e.file);
    const lists = pages.filter((p) => p.entry.labels.page_type === 'list' && !isFurther(p.entry));
    const missed = lists.filter((p) => !found.has(channelKey(addressOf(p.entry))!));
    const articles = pages.filter((p) => p.entry.labels.page_type === 'article');
    const wrong = articles.filter((p) => found.has(channelKey(addressOf(p.entry))!));

    const read = lists.map((p) => {
      const page: PageSnapshot = { ...p.page, role: 'list' };
      const reading = datedItemsProbe.read(page, dayOf(p.entry));
      if (reading.status !== 'observed') throw new Error(reading.detail);
      return { ...p, held: channelPageOf(page, reading.value) };
    });
    const shared = sharedRows(read.map((r) => r.held.blocks));
    const judged = read.map((r) => ({ ...r, list: channelListOf(r.held, dayOf(r.entry), shared) }));
    const labelled = judged.filter((r) => typeof r.entry.labels.blank_column === 'boolean');
    const blank = labelled.filter((r) => r.entry.labels.blank_column === true);
    const said = judged.filter((r) => r.list.blank === 'yes');
    const invented = said.filter((r) => r.entry.labels.blank_column !== true);
    const dated = judged.filter((r) => /^\d{4}-\d{2}-\d{2}$/.test(String(r.entry.labels.newest_date)));
    const right = dated.filter((r) => {
      const day = dayOf(r.entry);
      const days = r.list.rows.flatMap((i) => (i.date !== null && i.date <= day ? [i.date] : []));
      return newest(days) === r.entry.labels.newest_date;
    });
    console.log(
      `${site}：${pages.length} 页，栏目 ${guesses.length} 个（把握高 ${guesses.filter((g) => g.confidence === 'high').length}），` +
        `栏目页 ${lists.length - missed.length}/${lists.length}，稿件当成栏目 ${wrong.length}/${articles.length}，` +
        `空白 ${said.length - invented.length}/${blank.length}、虚报 ${invented.length}，本栏目最新日期 ${right.length}/${dated.length}`,
    );
    const files = (all: readonly { entry: Entry }[]) => all.map((x) => x.entry.file);
    expect(files(missed)).toEqual([]);
    // One page is all there is of some columns: its address then looks like that of an article.
    expect(wrong.length).toBeLessThanOrEqual(2);
    expect(files(invented)).toEqual([]);
    expect(said.length).toBe(blank.length);
    expect(right.length).toBe(dated.length);
  }
});
