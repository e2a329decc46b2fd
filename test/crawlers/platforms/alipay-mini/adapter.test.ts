import { alipayMini } from '#crawlers/platforms/mini-program/adapter.ts';
import { platformContract } from '../contract.ts';
import { cases } from './cases.ts';

platformContract(alipayMini, cases);
