import type { AppSeen, AppStore, FetchedResponse, FetchStep, PostSeen, StepReading, TimeSpan } from '../contract.ts';
import { at, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { type Marker, notSeen, type Proof } from '../proof.ts';
import { scriptsOf } from '../scripts.ts';
import { anchorOf, epochOf, timeOf } from '../time.ts';
import { storeNames } from './stores.ts';

/** What one store's answer says: the app with its facts, that there is none, or neither. */
type Answer =
  | { listed: Omit<AppSeen, 'store' | 'state'> & { name?: string | undefined } }
  | { absent: string }
  /** Another package than the one asked for, told by an address and not by a body. */
  | { foreign: { expected: string; found: string } }
  | { proof: Proof };

/** One answer of one store. Everything but the two known forms of it leaves the state unknown. */
export function readStore(step: FetchStep, response: FetchedResponse): StepReading {
  const store = (step.memo?.store ?? 'direct') as AppStore;
  const answer = readers[store](step, response);
  if ('listed' in answer) return listed(store, answer.listed);
  if ('absent' in answer) {
    // A cached answer may be a day old: asked once more past the cache before it counts.
    if (store === 'app-store' && step.memo?.again === undefined)
      return {
        visibility: { kind: 'changed', missing: ['绕过缓存再问一次的答复'] },
        posts: [],
        profile: { app: [{ store, state: 'unknown', why: '第一次答复没有这个应用，还没有再问到' }] },
        next: [
          { ...step, id: 'app-store:again', url: `${step.url}&entity=software`, memo: { ...step.memo, again: '1' } },
        ],
      };
    return {
      visibility: { kind: 'gone', reason: 'not_found', text: `${storeNames[store]}：${answer.absent}` },
      posts: [],
      profile: { app: [{ store, state: 'not_listed', why: answer.absent }] },
      positive: [answer.absent],
    };
  }
  const reading: StepReading =
    'foreign' in answer
      ? { visibility: { kind: 'identity_mismatch', ...answer.foreign }, posts: [] }
      : (notSeen(step, response, answer.proof, markers) ?? {
          visibility: { kind: 'changed', missing: ['已知的答复'] },
          posts: [],
        });
  return { ...reading, profile: { app: [{ store, state: 'unknown', why: whyOf(reading) }] } };
}

function whyOf({ visibility: v }: StepReading): string {
  if (v.kind === 'blocked') return `被拦截（${v.detail ?? v.by}）`;
  if (v.kind === 'identity_mismatch') return `答复的是另一个应用 ${v.found}`;
  if (v.kind === 'network') return `没有连上（${v.code}）`;
  return v.kind === 'changed' ? `答复不是认识的样子（缺 ${v.missing.join('、')}）`.slice(0, 200) : '没有看到';
}

const markers: readonly Marker[] = [
  {
    name: '403 空答复',
    when: (r) => r.status === 403 && r.text.trim() === '',
    is: { kind: 'blocked', by: 'rate_limit', detail: '询问过于频繁（403 空答复）' },
  },
];

function listed(store: AppStore, facts: Extract<Answer, { listed: unknown }>['listed']): StepReading {
  const { name, ...rest } = facts;
  const { version, updatedAt } = rest;
  const where = storeNames[store];
  const release: PostSeen[] =
    version === undefined && updatedAt === undefined
      ? []
      : [
          {
            postId: `${store}:${version ?? updatedAt?.raw ?? ''}`,
            title: `${where}：版本 ${version ?? '未写明'}`,
            publishedAt: updatedAt ?? null,
            pinned: null,
            originality: 'unknown',
            comments: 'unknown',
          },
        ];
  return {
    visibility:
      store === 'app-store' && updatedAt !== undefined
        ? { kind: 'visible', coverage: 'complete', from: null, why: 'App Store 写明当前版本的发布时间' }
        : { kind: 'visible', coverage: 'partial', from: null, why: `${where}有这个应用` },
    posts: release,
    profile: { ...(name === undefined ? {} : { name }), app: [{ store, state: 'available', ...rest }] },
    positive: [`${where}：${version ?? '可下载'}`],
  };
}

const readers: Readonly<Record<AppStore, (step: FetchStep, response: FetchedResponse) => Answer>> = {
  'app-store': appStore,
  xiaomi,
  tencent,
  huawei,
  direct,
};

/** Facts that are there; those that are not are left out. */
function facts(f: {
  name?: string | undefined;
  version?: string | undefined;
  updatedAt?: TimeSpan | null;
  developer?: string | undefined;
}): Answer {
  return {
    listed: {
      ...(f.name === undefined ? {} : { name: f.name }),
      ...(f.version === undefined ? {} : { version: f.version }),
      ...(f.updatedAt ? { updatedAt: f.updatedAt } : {}),
      ...(f.developer === undefined ? {} : { developer: f.developer }),
    },
  };
}

const isOk = (r: FetchedResponse): boolean => r.outcome === 'response' && (r.status === 200 || r.status === 206);
/** The store has no such page, said by the store itself. */
const isAbsent = (r: FetchedResponse): boolean =>
  r.outcome === 'response' && (r.status === 404 || r.status === 410) && r.redirects.length === 0;

function appStore(step: FetchStep, response: FetchedResponse): Answer {
  const data = jsonOf(response.text);
  const count = at(data, 'resultCount');
  const results = at(data, 'results');
  const whole = typeof count === 'number' && Array.isArray(results) && results.length === count;
  if (isOk(response) && whole && count === 0) return { absent: '国区商店里没有这个应用（resultCount 0）' };
  const { apple, bundle } = step.memo ?? {};
  const expected = apple ?? bundle ?? '';
  const app = listOf(results)[0];
  const found = (apple === undefined ? textOf(at(app, 'bundleId'), 200) : idOf(at(app, 'trackId'))) ?? null;
  const proof: Proof = { identity: { expected: [expected], found }, missing: whole ? [] : ['resultCount、results'] };
  if (!isOk(response) || !whole || found !== expected) return { proof };
  return facts({
    name: textOf(at(app, 'trackName'), 100),
    version: textOf(at(app, 'version'), 60),
    updatedAt: timeOf(at(app, 'currentVersionReleaseDate'), 'currentVersionReleaseDate', anchorOf(response)),
    developer: textOf(at(app, 'sellerName'), 200),
  });
}

function xiaomi(step: FetchStep, response: FetchedResponse): Answer {
  const data = jsonOf(response.text);
  const app = at(data, 'app');
  // The service's own frame: an empty object is no answer about any app.
  const framed = textOf(at(data, 'host')) !== undefined || typeof app === 'object';
  if (isOk(response) && textOf(at(data, 'host')) !== undefined && (app === undefined || app === null))
    return { absent: '没有这个安装包（答复里没有 app）' };
  const expected = step.memo?.package ?? '';
  const found = textOf(at(app, 'packageName'), 200) ?? null;
  const version = textOf(at(app, 'versionName'), 60);
  const proof: Proof = {
    identity: { expected: [expected], found },
    missing: [...(framed ? [] : ['host']), ...(version === undefined ? ['app.versionName'] : [])],
  };
  if (!isOk(response) || found !== expected || version === undefined) return { proof };
  return facts({
    name: textOf(at(app, 'displayName'), 100),
    version,
    updatedAt: epochOf(at(app, 'updateTime'), 'updateTime', anchorOf(response).hi),
    developer: textOf(at(app, 'publisherName'), 200),
  });
}

function tencent(step: FetchStep, response: FetchedResponse): Answer {
  if (isAbsent(response)) return { absent: '没有这个安装包（404）' };
  const script = scriptsOf(response.text).find((s) => s.attributes.includes('__NEXT_DATA__'));
  const card = at(jsonOf(script?.body ?? ''), 'props', 'pageProps', 'dynamicCardResponse');
  const components = at(card, 'data', 'components');
  const detail = listOf(components).find(
    (c) => at(c, 'data', 'name') === 'GameDetail' || at(c, 'name') === 'GameDetail',
  );
  const raw = at(detail, 'data', 'itemData') ?? at(detail, 'itemData');
  const item = listOf(typeof raw === 'string' ? jsonOf(raw) : raw)[0];
  const expected = step.memo?.package ?? '';
  const found = textOf(at(item, 'pkg_name'), 200) ?? null;
  const missing = [
    ...(at(card, 'ret') === 0 ? [] : ['dynamicCardResponse.ret 0']),
    ...(detail === undefined ? ['GameDetail'] : item === undefined ? ['itemData'] : []),
  ];
  if (!isOk(response) || missing.length > 0 || found !== expected)
    return { proof: { identity: { expected: [expected], found }, missing } };
  return facts({
    name: textOf(at(item, 'name'), 100),
    version: textOf(at(item, 'version_name'), 60),
    developer: textOf(at(item, 'operator'), 200) ?? textOf(at(item, 'developer'), 200),
  });
}

function huawei(step: FetchStep, response: FetchedResponse): Answer {
  if (isAbsent(response)) return { absent: '没有这个应用（404）' };
  const target = URL.parse(response.redirectedTo ?? response.finalUrl);
  const file = /\/([A-Za-z][\w.]{2,120})\.(\d{1,12})\.apk$/.exec(target?.pathname ?? '');
  const moved =
    response.outcome === 'response' && response.status !== null && response.status >= 300 && response.status < 400;
  const served = isOk(response) && isZip(response.head);
  const found = file?.[1] ?? null;
  const expected = step.memo?.package;
  if (file && found !== null && (moved || served)) {
    if (expected !== undefined && found !== expected) return { foreign: { expected, found } };
    return facts({ version: `versionCode ${file[2]}` });
  }
  return { proof: { missing: ['转到 APK 文件的地址'] } };
}

/** The first bytes of a file, which an HTML landing page does not have. */
function direct(_: FetchStep, response: FetchedResponse): Answer {
  if (isAbsent(response)) return { absent: '下载链接打不开（404）' };
  if (!isOk(response) || !isZip(response.head)) return { proof: { missing: ['APK 文件头'] } };
  const updatedAt = timeOf(response.headers['last-modified'], 'Last-Modified', anchorOf(response));
  return facts({ updatedAt });
}

const isZip = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
