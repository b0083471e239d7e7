import type { Sql } from "@/db/client";
import { type DirectoryRow, decisionCodes, FleetDirectory } from "@/lib/fleet/directory";
import { DeviceIndex } from "./device-index";
import { hashTwice } from "./plain-text";

export const tokenKindCodes = { none: 0, provider: 1, operator: 2, legacy: 3 } as const;
export type TokenKindCode = (typeof tokenKindCodes)[keyof typeof tokenKindCodes];
export const tokenKindNames = [null, "provider", "operator", "legacy"] as const;

/** What most heartbeats are judged by, in one word, so that they miss the cache once and not three times. */
export const gateWord = (agentCode: number, decision: number, tokenKind: number): number =>
  agentCode | (decision << 16) | (tokenKind << 18);

/** Every device with what a heartbeat is judged by and compared with: the directory, the ids, the last boot and token kind. */
export class KnownDevices {
  readonly directory = new FleetDirectory();
  readonly index = new DeviceIndex();
  bootLow = new Int32Array(0);
  bootHigh = new Int32Array(0);
  tokenKind = new Uint8Array(0);
  /** gateWord of each device. */
  gate = new Int32Array(0);

  constructor() {
    this.directory.onRow = (row) => this.#keep(row);
  }

  /** Reads what changed since; everything at the first call. */
  refresh(sql: Sql): Promise<number> {
    return this.directory.refresh(sql);
  }

  setBoot(ordinal: number, boot: string): void {
    const { low, high } = hashTwice(boot);
    this.bootLow[ordinal] = low;
    this.bootHigh[ordinal] = high;
  }

  /** After its agent or token kind changed. */
  setGate(ordinal: number): void {
    const { agent, decision } = this.directory;
    this.gate[ordinal] = gateWord(
      agent[ordinal] as number,
      decision[ordinal] as number,
      this.tokenKind[ordinal] as number,
    );
  }

  #keep(row: DirectoryRow): void {
    const { ordinal } = row;
    if (ordinal >= this.tokenKind.length) this.#reserve(ordinal + 1);
    this.index.add(ordinal, row.deviceId);
    if (row.boot !== null) this.setBoot(ordinal, row.boot);
    const kind = tokenKindNames.indexOf((row.tokenKind ?? null) as (typeof tokenKindNames)[number]);
    this.tokenKind[ordinal] = kind;
    const decision =
      row.decision === null ? decisionCodes.none : decisionCodes[row.decision as "quarantined" | "retired"];
    this.gate[ordinal] = gateWord(this.directory.agents.code(row.agent), decision, Math.max(0, kind));
  }

  #reserve(size: number): void {
    const capacity = Math.max(65_536, Math.ceil(size * 1.25));
    const grow = <T extends Int32Array | Uint8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    this.bootLow = grow(this.bootLow, new Int32Array(capacity));
    this.bootHigh = grow(this.bootHigh, new Int32Array(capacity));
    this.gate = grow(this.gate, new Int32Array(capacity));
    this.tokenKind = grow(this.tokenKind, new Uint8Array(capacity));
  }
}
