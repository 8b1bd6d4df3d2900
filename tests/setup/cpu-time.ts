/** How long something takes of the processor: what else the machine does meanwhile is not counted. @returns milliseconds */
export function cpuTime(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
