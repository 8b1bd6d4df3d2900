/** The WeChat door signs the contract through the official gRPC server and client. */
import { openService } from '../../wechat/rigs.ts';
import { signContract } from '../contract.ts';

await signContract(openService);
