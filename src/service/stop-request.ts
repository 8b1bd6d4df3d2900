/** The request to stop the service: SIGTERM, Ctrl-C, or a part of it that can't go on. */

const signals = ['SIGTERM', 'SIGINT'] as const;

export interface StopRequest {
  /** Settles at the first request. */
  requested: Promise<void>;
  request(): void;
  /** Gives the signals back to the process. */
  close(): void;
}

export function listenForStop(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = () => resolve();
  for (const signal of signals) process.on(signal, request);
  return {
    requested: promise,
    request,
    close: () => {
      for (const signal of signals) process.off(signal, request);
    },
  };
}
