import { oneApp } from '#indicators/organization/one-app.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf } from './build.ts';
import { accountOf, organization, record, registerOf } from './local.ts';

const app = (id: string, over: object = {}) => accountOf(id, { platform: 'app', name: `示例通${id}`, ...over });
const none = { 'manual.record': [] };

testIndicator(oneApp, {
  params: {},
  asOf,
  record: organization,
  register: registerOf([app('a')]),
  pass: [
    { name: 'one', observations: none, expect: { basis: { examined: 1, unit: '个移动客户端' } } },
    {
      name: 'the second was closed',
      register: registerOf([app('a'), app('b', { closedOn: '2025-01-01' })]),
      observations: none,
    },
    { name: 'accounts are no apps', register: registerOf([app('a'), accountOf('b')]), observations: none },
  ],
  fail: [
    {
      name: 'two',
      register: registerOf([app('a'), app('b')]),
      observations: none,
      expect: { findings: [{ fault: 'too-many', certainty: 'confirmed' }] },
      says: [/有 2 个移动客户端：移动客户端“示例通a”、移动客户端“示例通b”，规定至多 1 个/],
    },
    { name: 'none is allowed', params: { max: 0 }, observations: none },
    {
      name: 'a person found one that is not registered',
      observations: {
        'manual.record': [
          record('one-app', 'fail', [{ fault: 'too-many', target: '示例通二', note: '应用市场另有一个' }], {
            subjectId: organization.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'a record that writes of a fault there is not',
      observations: {
        'manual.record': [
          record('one-app', 'fail', [{ fault: 'other', target: 'x', note: '写错了' }], { subjectId: organization.id }),
        ],
      },
    },
  ],
});
