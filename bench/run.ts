/** Accuracy, speed, start, memory and growth beside what people would use instead: `npm run bench [-- --quick]`. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const [first, ...rest] = process.argv.slice(2);
// Parts run in processes of their own, and load no more than they measure.
if (first === 'child') await (await import('./parts.ts')).runPart(rest);
else await (await import('./bench.ts')).bench(process.argv.slice(2));
