import type { Sql } from "@/db/client";
import { type DirectoryRow, FleetDirectory } from "@/lib/fleet/directory";
import { DeviceIndex } from "./device-index";
import { hashBoot } from "./heartbeat-scanner";

export const tokenKindCodes = { none: 0, provider: 1, operator: 2, legacy: 3 } as const;
export type TokenKindCode = (typeof tokenKindCodes)[keyof typeof tokenKindCodes];
export const tokenKindNames = [null, "provider", "operator", "legacy"] as const;

/** Every device with what a heartbeat is judged by and compared with: the directory, the ids, the last boot and token kind. */
export class KnownDevices {
  readonly directory = new FleetDirectory();
  readonly index = new DeviceIndex();
  bootLow = new Int32Array(0);
  bootHigh = new Int32Array(0);
  tokenKind = new Uint8Array(0);

  constructor() {
    this.directory.onRow = (row) => this.#keep(row);
  }

  /** Reads what changed since; everything at the first call. */
  refresh(sql: Sql): Promise<number> {
    return this.directory.refresh(sql);
  }

  setBoot(ordinal: number, boot: string): void {
    const { low, high } = hashBoot(boot);
    this.bootLow[ordinal] = low;
    this.bootHigh[ordinal] = high;
  }

  #keep(row: DirectoryRow): void {
    const { ordinal } = row;
    if (ordinal >= this.tokenKind.length) this.#reserve(ordinal + 1);
    this.index.add(ordinal, row.deviceId);
    if (row.boot !== null) this.setBoot(ordinal, row.boot);
    this.tokenKind[ordinal] = tokenKindNames.indexOf((row.tokenKind ?? null) as (typeof tokenKindNames)[number]);
  }

  #reserve(size: number): void {
    const capacity = Math.max(65_536, Math.ceil(size * 1.25));
    const grow = <T extends Int32Array | Uint8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.bootLow = grow(this.bootLow, new Int32Array(capacity));
    this.bootHigh = grow(this.bootHigh, new Int32Array(capacity));
    this.tokenKind = grow(this.tokenKind, new Uint8Array(capacity));
  }
}
