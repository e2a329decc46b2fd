import { recordedIndicator } from '../recorded.ts';

/** 账号密码与设备安全 */
export const accountSecurity = recordedIndicator({
  id: 'account-security',
  version: 1,
  title: '账号密码与设备安全',
  description: '账号密码是否按要求设置、由专人管理，登录设备、杀毒软件、访问认证等防护是否到位。',
  subject: 'organization',
  faults: {
    'weak-password': '密码不合要求或没有专人管理',
    'shared-device': '没有使用规定的专用设备登录',
    'no-protection': '没有安装正版系统、杀毒软件或没有及时打补丁',
    'no-vpn': '移动终端登录没有经过规定的认证',
    'no-cutoff-plan': '没有断网预案',
    stolen: '账号被盗用或被恶意攻击',
  },
  person: '到单位查看登录设备、密码管理登记和防护软件；只核对文件要求的各项。',
});
