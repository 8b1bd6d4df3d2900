/** The WeChat door passes the contract tests through the official gRPC server and client. */
import { openService } from '../../wechat/rigs.ts';
import { testContract } from '../contract.ts';

await testContract(openService);
