/** Keeps a log readable while the same trouble goes on. */
const toldEveryMs = 60_000;

/** A database that is away is complained of by every worker, twice a second; once a minute tells as much. */
export function throttled(warn: (line: string) => void, now: () => Date): (line: string) => void {
  const toldAt = new Map<string, number>();
  return (line) => {
    const what = line.replace(/ \(Queue: .*$/, '');
    const at = now().getTime();
    if (at - (toldAt.get(what) ?? Number.NEGATIVE_INFINITY) < toldEveryMs) return;
    if (toldAt.size > 1_000) toldAt.clear();
    toldAt.set(what, at);
    warn(what);
  };
}
