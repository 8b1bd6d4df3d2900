/** Kills everything, again and again, and counts what became of every slot: `npm run chaos [-- --short | --seconds N] [--seed N]`. */
const [first, ...rest] = process.argv.slice(2);
if (first === 'naive') (await import('./baseline.ts')).runBaseline(rest);
else process.exitCode = await (await import('./chaos.ts')).chaos(process.argv.slice(2));
