import type { Sql } from "@/db/client";
import type { KnownDevices } from "./known-devices";
import { limits } from "./limits";
import { readDirectoryRows } from "./read-directory-rows";

const rememberMs = 2_000;
const mostRemembered = 100_000;
const idsAQuery = 10_000;

/**
 * Looks up devices that were enrolled on another gateway a moment ago. What is not there is remembered for two seconds,
 * and only so many ids a second are asked for: a flood of made-up ids must not reach the database.
 */
export class UnknownDevices {
  #absentUntil = new Map<string, number>();
  #allowance: number = limits.lookupsASecond;
  #refilledAt = 0;

  constructor(
    readonly sql: Sql,
    readonly devices: KnownDevices,
    readonly now: () => number,
  ) {}

  /** After it, every one of `ids` that is enrolled is known, but for those beyond the allowance. */
  async lookUp(ids: Iterable<string>): Promise<void> {
    const now = this.now();
    this.#refill(now);
    const wanted = new Set<string>();
    for (const id of ids) {
      if (this.#allowance <= 0) break;
      if ((this.#absentUntil.get(id) ?? 0) > now || wanted.has(id) || this.devices.index.findText(id) >= 0) continue;
      wanted.add(id);
      this.#allowance--;
    }
    const list = [...wanted];
    for (let i = 0; i < list.length; i += idsAQuery) {
      const rows = await readDirectoryRows(this.sql, list.slice(i, i + idsAQuery));
      for (const row of rows) {
        this.devices.directory.apply(row);
        wanted.delete(row.deviceId);
      }
    }
    if (this.#absentUntil.size > mostRemembered) this.#absentUntil.clear();
    for (const id of wanted) this.#absentUntil.set(id, now + rememberMs);
  }

  /** It has been enrolled here: it is absent no more. */
  forget(id: string): void {
    this.#absentUntil.delete(id);
  }

  #refill(now: number): void {
    if (now - this.#refilledAt < 1_000) return;
    this.#refilledAt = now;
    this.#allowance = limits.lookupsASecond;
  }
}
