/** The time that a platform gives for a message; what can't be read becomes the time of hearing. */

export function readInstant(ms: number, now: Date): Date {
  return Number.isFinite(ms) && ms > 0 && ms <= 8.64e15 ? new Date(Math.floor(ms)) : now;
}
