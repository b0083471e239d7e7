import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "@/db/client";
import type { FleetDirectory } from "@/lib/fleet/directory";
import type { GatewayIdentity } from "./commit-group";
import type { Clock } from "./database-clock";
import type { PulseRecorder } from "./pulse-recorder";
import { slotMs, writePulse } from "./write-pulse";

export type PulseDependencies = {
  sql: Sql;
  gateway: () => GatewayIdentity;
  clock: Clock;
  recorder: PulseRecorder;
  directory: FleetDirectory;
  onFailed: (error: unknown) => void;
};

/** At the end of each 5 s slot: what called in it, if the gateway listened and could commit all the slot long. */
export class PulseWriter {
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #lastSuccessMs = 0;
  #lastFailureMs = 0;

  constructor(readonly dependencies: PulseDependencies) {}

  noteSuccess(): void {
    this.#lastSuccessMs = this.dependencies.clock.now();
  }

  noteFailure(): void {
    this.#lastFailureMs = this.dependencies.clock.now();
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, onFailed } = this.dependencies;
    // The slot in which it starts is not a whole one.
    let slot = Math.floor(clock.now() / slotMs) + 1;
    for (;;) {
      const wait = (slot + 1) * slotMs - clock.now();
      await delay(Math.max(0, wait), undefined, { signal: this.#stop.signal }).catch(() => {});
      if (this.#stop.signal.aborted) return;
      const ended = slot;
      slot = Math.max(slot + 1, Math.floor(clock.now() / slotMs));
      // A pause longer than a slot: what was gathered belongs to no single one.
      await this.#write(ended, slot === ended + 1).catch(onFailed);
    }
  }

  async #write(slot: number, isWhole: boolean): Promise<void> {
    const { sql, gateway, recorder, directory } = this.dependencies;
    const groups = recorder.take(directory);
    const from = slot * slotMs;
    const isAble = this.#lastSuccessMs >= from && this.#lastFailureMs < from;
    if (isWhole && isAble) await writePulse(sql, gateway(), slot, groups);
  }
}
