import { type Database, wrapSql } from "@/db/client";
import { Deliverer } from "@/lib/notify/deliveries/deliverer";
import { queueWebhookEvents } from "@/lib/notify/webhooks/queue-webhook-events";
import { webhookChannel } from "@/lib/notify/webhooks/webhook-channel";
import type { WebhookHosts } from "@/lib/notify/webhooks/webhook-hosts";
import type { WorkerParts } from "./worker";

const pollMs = 1_000;

export type WebhookOptions = {
  hosts: WebhookHosts;
  /** For the links in what is sent. */
  publicUrl: string;
};

/** Queues domain events for webhooks, and sends what is queued. Every worker does both: rows decide who does which. */
export class WebhookLoops {
  readonly #db: Database;
  readonly #parts: WorkerParts;
  readonly #options: WebhookOptions;
  readonly #deliverer: Deliverer;

  constructor(parts: WorkerParts, options: WebhookOptions) {
    this.#db = wrapSql(parts.sql);
    this.#parts = parts;
    this.#options = options;
    const { log, now } = parts;
    this.#deliverer = new Deliverer({ db: this.#db, log, now, channel: webhookChannel(this.#db, options.hosts) });
  }

  async queue(): Promise<number> {
    const read = await queueWebhookEvents(this.#db, this.#options.publicUrl, this.#parts.now());
    return read > 0 ? 0 : pollMs;
  }

  deliver(): Promise<number> {
    return this.#deliverer.step();
  }

  release(): Promise<void> {
    return this.#deliverer.release();
  }
}
