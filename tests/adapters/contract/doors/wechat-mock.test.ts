/** The WeChat door passes the contract tests on the official mock puppet. */
import { openMock } from '../../wechat/rigs.ts';
import { testContract } from '../contract.ts';

await testContract(openMock);
