/** How much of what takes long is tried: a tenth in `npm test`, all of it in `npm run test:long`. */
const isLong = Boolean(process.env.QINZHI_TEST_LONG);

/** How often a property is tried. */
export const fuzzRuns = (all: number) => (isLong ? all : Math.ceil(all / 10));

/** Every n-th of a long list. */
export const sampleEvery = (n: number) => (isLong ? n : n * 10);
