/** The WeChat door signs the contract on the official mock puppet. */
import { openMock } from '../../wechat/rigs.ts';
import { signContract } from '../contract.ts';

await signContract(openMock);
