import { baijiahao } from '#crawlers/platforms/baijiahao/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(baijiahao, cases);
