/** Throttles repeated log lines. */
const toldEveryMs = 60_000;

/** Passes the same line once a minute: without a database every worker would report it twice a second. */
export function throttled(warn: (line: string) => void, now: () => Date): (line: string) => void {
  const toldAt = new Map<string, number>();
  return (line) => {
    const what = line.replace(/ \(Queue: .*$/, '');
    const at = now().getTime();
    // A clock that went back must not silence the line until it has caught up.
    if (Math.abs(at - (toldAt.get(what) ?? Number.NEGATIVE_INFINITY)) < toldEveryMs) return;
    if (toldAt.size > 1_000) toldAt.clear();
    toldAt.set(what, at);
    warn(what);
  };
}
