import { douyin } from '#crawlers/platforms/douyin/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(douyin, cases);
