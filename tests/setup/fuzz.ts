/** How often a property is tried: a tenth of the runs in `npm test`, all of them in `npm run test:long`. */
export const fuzzRuns = (all: number) => (process.env.QINZHI_TEST_LONG ? all : Math.ceil(all / 10));
