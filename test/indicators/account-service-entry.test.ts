import { accountServiceEntry } from '#indicators/account/account-service-entry.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf } from './build.ts';
import { record } from './local.ts';

const said = (...records: ReturnType<typeof record>[]) => ({ 'manual.record': records });

testIndicator(accountServiceEntry, {
  params: {},
  asOf,
  record: account,
  pass: [{ name: 'a person found it', observations: said(record('account-service-entry', 'pass')) }],
  fail: [
    {
      name: 'a person found none',
      observations: said(
        record('account-service-entry', 'fail', [{ fault: 'entry-missing', target: '菜单', note: '三级菜单都没有' }]),
      ),
    },
  ],
  needsReview: [
    { name: 'nobody looked', observations: said(), says: [/有没有“渝快办”办事入口/] },
    {
      name: 'looked too long ago',
      observations: said(record('account-service-entry', 'pass', [], { day: '2026-06-01' })),
    },
  ],
});
