import { wechatChannels } from '#crawlers/platforms/wechat-channels/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(wechatChannels, cases);
