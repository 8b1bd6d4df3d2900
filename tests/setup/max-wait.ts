/** How long a test waits for a condition before it fails: far above what any takes, because a busy machine can starve a process for minutes. */
export const maxWaitMs = 300_000;
