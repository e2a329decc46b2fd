import { describe, expect, test } from 'vitest';
import type { ObservationValue } from '#core/observation.ts';
import { browserOpinion, wantsBrowser } from '#pipeline/browser-opinion.ts';
import type { Rendered } from '#pipeline/renderer.ts';
import type { Reading } from '#probes/probe.ts';

const url = 'https://www.qinghe.gov.example/';
const value = (outcome: ObservationValue<'site.access'>['outcome']): ObservationValue<'site.access'> => ({
  url,
  finalUrl: url,
  outcome,
  stage: 'headers',
  code: 'HPE_INVALID_HEADER_TOKEN',
  openedMs: null,
  watchedMs: 20,
  watchLimitMs: 30_000,
  phases: { end: 20 },
  redirects: [],
  certificate: 'expired',
  bodyBytes: 0,
  bodySha256: null,
  notes: ['前面的说明'],
  engine: 'strict',
  vantage: '本机',
});
const failed = (outcome: ObservationValue<'site.access'>['outcome']): Reading<'site.access'> => ({
  status: 'observed',
  value: value(outcome),
});
const shell: Reading<'site.access'> = { status: 'unobserved', reason: 'needs-browser', detail: '脚本生成' };
const page = (o: Partial<Exclude<Rendered, { failed: string }>> = {}): Rendered => ({
  html: '<body><h1>清河县人民政府</h1></body>',
  finalUrl: url,
  status: 200,
  ms: 800,
  ...o,
});
const ask = (reading: Reading<'site.access'>, shown: Rendered) =>
  browserOpinion(reading, { url, hosts: [], render: async () => shown, watchMs: 30_000, vantage: '本机' });

describe('browser opinion', () => {
  test.each(['protocol-error', 'tls-failure', 'empty'] as const)('%s may be our reader’s fault', (outcome) => {
    expect(wantsBrowser(failed(outcome))).toBe(true);
  });
  test.each(['timeout', 'refused', 'dns-failure', 'reset', 'http-error', 'opened'] as const)('%s is not', (outcome) => {
    expect(wantsBrowser(failed(outcome))).toBe(false);
  });
  test('blocked and own faults are not asked again', () => {
    expect(wantsBrowser(shell)).toBe(true);
    for (const reason of ['blocked', 'local-network', 'overload'] as const)
      expect(wantsBrowser({ status: 'unobserved', reason, detail: '' })).toBe(false);
  });
  test('what the browser opens counts as opened, with its own time, and the facts of the strict pass stay', async () => {
    const r = await ask(failed('protocol-error'), page());
    expect(r).toMatchObject({
      status: 'observed',
      value: { outcome: 'opened', engine: 'browser', openedMs: 800, certificate: 'expired' },
    });
    if (r.status === 'observed') {
      expect(r.value.notes[0]).toBe('前面的说明');
      expect(r.value).not.toHaveProperty('code');
      expect(r.value).not.toHaveProperty('stage');
    }
    expect(await ask(shell, page())).toMatchObject({
      value: { outcome: 'opened', engine: 'browser', certificate: 'valid' },
    });
  });
  test.each([
    ['a browser that cannot show it', { failed: '超时' } as Rendered],
    ['an error page', page({ status: 502 })],
    ['a late page: the waiting may be ours', page({ ms: 15_000 })],
    [
      'a page without text',
      page({ html: '<body><script>document.title="字字字"</script><div id="app"></div></body>' }),
    ],
  ])('%s changes nothing', async (_, shown) => {
    for (const reading of [failed('protocol-error'), shell]) expect(await ask(reading, shown)).toBe(reading);
  });
});
