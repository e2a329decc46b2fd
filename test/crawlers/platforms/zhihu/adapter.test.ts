import { zhihu } from '#crawlers/platforms/zhihu/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(zhihu, cases);
