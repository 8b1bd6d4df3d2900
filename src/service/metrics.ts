/** Figures for Prometheus: questions by outcome and time, doors, store, and deliveries of the last hour. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DoorLatency } from '../delivery/latency.ts';
import type { Health } from './health.ts';

export interface AnsweredMessage {
  door: string;
  outcome: string;
  tookMs: number;
}

export interface MetricsParts {
  health: Pick<Health, 'read'>;
  /** Of the last hour; absent without a store. */
  latency?: () => Promise<DoorLatency[]>;
}

const secondsBuckets = [0.01, 0.03, 0.1, 0.3, 1, 3];

export class Metrics {
  readonly #registry = new Registry();
  readonly #parts: MetricsParts;
  readonly #questions: Counter<'door' | 'outcome'>;
  readonly #seconds: Histogram;
  readonly #up: Gauge<'part'>;
  readonly #deliveries: Gauge<'door' | 'state'>;
  readonly #lag: Gauge<'door' | 'quantile'>;

  constructor(parts: MetricsParts) {
    this.#parts = parts;
    const registers = [this.#registry];
    this.#questions = new Counter({
      ...{ name: 'qinzhi_questions_total', help: 'Messages answered, by door and outcome', registers },
      labelNames: ['door', 'outcome'],
    });
    this.#seconds = new Histogram({
      ...{ name: 'qinzhi_answer_seconds', help: 'Time to answer a message', registers },
      buckets: secondsBuckets,
    });
    this.#up = new Gauge({
      ...{ name: 'qinzhi_up', help: '1 = the store or the door works', registers },
      labelNames: ['part'],
    });
    this.#deliveries = new Gauge({
      ...{ name: 'qinzhi_deliveries', help: 'Deliveries of the last hour, by door and state', registers },
      labelNames: ['door', 'state'],
    });
    this.#lag = new Gauge({
      ...{ name: 'qinzhi_delivery_lag_seconds', help: 'From slot to sent in the last hour', registers },
      labelNames: ['door', 'quantile'],
    });
  }

  count({ door, outcome, tookMs }: AnsweredMessage): void {
    this.#questions.inc({ door, outcome });
    this.#seconds.observe(tookMs / 1000);
  }

  async toResponse(): Promise<Response> {
    const { store, doors } = await this.#parts.health.read();
    this.#up.reset();
    this.#up.set({ part: 'store' }, store.ok ? 1 : 0);
    for (const [name, { ok }] of Object.entries(doors)) this.#up.set({ part: name }, ok ? 1 : 0);
    // A store that is away shows in qinzhi_up; the other figures are still reported.
    if (store.ok && this.#parts.latency) this.#setDeliveries(await this.#parts.latency());
    return new Response(await this.#registry.metrics(), { headers: { 'content-type': this.#registry.contentType } });
  }

  #setDeliveries(doors: readonly DoorLatency[]): void {
    this.#deliveries.reset();
    this.#lag.reset();
    for (const { door, states, ms } of doors) {
      for (const [state, count] of Object.entries(states)) this.#deliveries.set({ door, state }, count);
      if (ms)
        for (const quantile of ['p50', 'p95', 'max'] as const) this.#lag.set({ door, quantile }, ms[quantile] / 1000);
    }
  }
}
