import { type Database, wrapSql } from "@/db/client";
import { Deliverer } from "@/lib/notify/deliveries/deliverer";
import type { MailServer } from "@/lib/notify/mail/mail-server";
import { remindUpdates } from "@/lib/status/remind-updates";
import { statusChannel } from "@/lib/status/status-channel";
import type { WorkerParts } from "./worker";

const remindMs = 5_000;
const idleMs = 60_000;

export type MailOptions = {
  /** Null: nothing is sent; what is queued waits. */
  server: MailServer | null;
  /** For the links in what is sent. */
  publicUrl: string;
};

/** Reminds of promised updates, and mails what is queued. Every worker does both: rows decide who does which. */
export class MailLoops {
  readonly #db: Database;
  readonly #parts: WorkerParts;
  readonly #deliverer: Deliverer | null;

  constructor(parts: WorkerParts, { server, publicUrl }: MailOptions) {
    this.#db = wrapSql(parts.sql);
    this.#parts = parts;
    const { log, now } = parts;
    this.#deliverer = server
      ? new Deliverer({ db: this.#db, log, now, channel: statusChannel(this.#db, server, publicUrl) })
      : null;
  }

  async remind(): Promise<number> {
    return (await remindUpdates(this.#db, this.#parts.now())) > 0 ? 0 : remindMs;
  }

  deliver(): Promise<number> {
    return this.#deliverer?.step() ?? Promise.resolve(idleMs);
  }

  async release(): Promise<void> {
    await this.#deliverer?.release();
  }
}
