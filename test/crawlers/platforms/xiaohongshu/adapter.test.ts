import { xiaohongshu } from '#crawlers/platforms/xiaohongshu/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(xiaohongshu, cases);
