import { bilibili } from '#crawlers/platforms/bilibili/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(bilibili, cases);
