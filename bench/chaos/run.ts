/** Kills everything, again and again, and counts what became of every slot: `npm run chaos [-- --short | --seconds N] [--seed N]`; `-- doors` for the doors of five platforms. */
const [first, ...rest] = process.argv.slice(2);
if (first === 'naive') (await import('./baseline.ts')).runBaseline(rest);
else if (first === 'doors') process.exitCode = await (await import('./doors.ts')).chaosOfDoors(rest);
else process.exitCode = await (await import('./chaos.ts')).chaos(process.argv.slice(2));
