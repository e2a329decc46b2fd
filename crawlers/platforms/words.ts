import type { UnobservedReason } from '#core/observation.ts';
import type { Visibility } from './contract.ts';
import { wallName } from './politeness.ts';

const goneNames = { deleted: '已注销', banned: '已被封禁或屏蔽', migrated: '已迁移', not_found: '不存在' } as const;

/** Where the outcome tells nothing of the posts: the reason as observations know it. Null: something was seen. */
export function reasonOf(v: Visibility): UnobservedReason | null {
  switch (v.kind) {
    case 'visible':
    case 'visible_empty':
      return null;
    case 'blocked':
      return 'blocked';
    case 'login_required':
      return 'login-required';
    case 'changed':
    case 'identity_mismatch':
      return 'unparsed';
    case 'network':
      return v.code === 'CANCELLED' ? 'cancelled' : 'local-network';
    case 'gone':
    case 'bridge_error':
    case 'bridge_stale':
    case 'not_observable':
    case 'skipped':
      return 'not-collected';
  }
}

/** 看到没有，为什么: one outcome in words, Chinese, without a full stop. */
export function visibilityText(v: Visibility): string {
  switch (v.kind) {
    case 'visible':
      return `${v.coverage === 'complete' ? '看到完整列表' : '看到部分内容'}（${v.why}）`;
    case 'visible_empty':
      return `账号页面写明没有内容（${v.proof}）`;
    case 'blocked':
      return `被平台拦截：${wallName(v.by)}${tail(v.detail)}`;
    case 'login_required':
      return `平台要求登录后才能看${tail(v.detail)}`;
    case 'changed':
      return `页面结构认不出来：没有找到${v.missing.join('、').slice(0, 200)}`;
    case 'gone':
      return `平台显示账号${goneNames[v.reason]}：${v.text.slice(0, 100)}`;
    case 'identity_mismatch':
      return `页面上的账号不是登记的账号：登记为“${v.expected}”，页面是“${v.found}”`;
    case 'bridge_error':
      return `桥接服务没有给出可用的内容：${v.detail}`;
    case 'bridge_stale':
      return `桥接服务的内容已经过时：${v.detail}`;
    case 'network':
      return v.code === 'CANCELLED' ? '采集中断，没有看' : `网络不通或服务器出错（${v.code}）`;
    case 'not_observable':
      return v.why.replace(/。$/, '');
    case 'skipped':
      return skippedNames[v.why];
  }
}

const skippedNames = {
  cooldown: '平台此前拦截过访问，正在等待期内，没有去看',
  budget: '当天对这个平台的访问次数已用完，没有去看',
  disabled: '这个来源已停用，没有去看',
} as const;

const tail = (detail: string | undefined): string => (detail === undefined ? '' : `（${detail.slice(0, 200)}）`);
