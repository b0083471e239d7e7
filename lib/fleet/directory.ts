import type { Sql } from "@/db/client";
import { minuteOf, windowMinutes } from "./minute";
import { shardBitCount } from "./shard";

/** The directories keep the numbers in 16 bits. */
const mostValues = 65_535;

/**
 * Values seen once, numbered in the order of their first sight; 0 is null, and whatever comes after the first 65,535: a value
 * too many must not be counted as another's.
 */
export class Dictionary {
  readonly values: (string | null)[] = [null];
  readonly #codes = new Map<string, number>();

  code(value: string | null): number {
    if (value === null) return 0;
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    const code = this.values.length;
    if (code > mostValues) return 0;
    this.values.push(value);
    this.#codes.set(value, code);
    return code;
  }

  find(value: string | null): number | undefined {
    return value === null ? 0 : this.#codes.get(value);
  }

  value(code: number): string | null {
    return this.values[code] ?? null;
  }
}

export const decisionCodes = { none: 0, quarantined: 1, retired: 2 } as const;

export type DirectoryRow = {
  ordinal: number;
  deviceId: string;
  providerId: number;
  region: string | null;
  gpuModel: string | null;
  gpuCount: number;
  agent: string | null;
  boot: string | null;
  /** Kind of the token of its last heartbeat. */
  tokenKind?: string | null;
  intervalSeconds: number;
  enrolledAt: Date;
  decision: string | null;
  verifiedUntil: Date | null;
};

const pageSize = 20_000;
/** Of an Int32Array; a verification without an end is written as the year 9999. */
const lastMinute = 2_147_483_647;

/**
 * The current attributes of every device, by ordinal, in typed arrays: what roll call, pulse and cohorts compute with.
 * A cache of `devices` and nothing more; `refresh` reads what changed since, in commit order.
 */
export class FleetDirectory {
  readonly regions = new Dictionary();
  readonly gpuModels = new Dictionary();
  readonly agents = new Dictionary();

  /** One more than the highest ordinal seen. */
  size = 0;
  isEnrolled = new Uint8Array(0);
  provider = new Int32Array(0);
  region = new Uint16Array(0);
  gpuModel = new Uint16Array(0);
  agent = new Uint16Array(0);
  gpuCount = new Uint16Array(0);
  /** decisionCodes */
  decision = new Uint8Array(0);
  /** Minutes without a bit after which the device is silent. */
  window = new Uint8Array(0);
  /** First minute in which the device was enrolled. */
  enrolledMinute = new Int32Array(0);
  /** First minute in which its last verification has expired; 0 without one, the largest value without an end. */
  verifiedUntilMinute = new Int32Array(0);
  /** Set anew whenever anything changed. */
  revision = 0;

  #readFrom = "0";
  /** Rows at or above the last xmin that were read already, by ordinal: they are met again and need not be applied again. */
  #ahead = new Map<number, string>();

  /** Called with every row read, before it is stored; the gateway keeps ids and boots this way. */
  onRow: ((row: DirectoryRow) => void) | undefined;

  get shardCount(): number {
    return Math.ceil(this.size / shardBitCount);
  }

  /** Reads what was committed since the last call (everything at the first). Returns the number of rows read anew. */
  async refresh(sql: Sql): Promise<number> {
    const [bound] = await sql<{ xmin: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`;
    if (!bound) return 0;
    // A transaction that is still open may commit rows at or above xmin later, so the next call starts there again. What can
    // be seen above it is taken at once: a long transaction anywhere on the server must not keep new devices from the fleet.
    const ahead = new Map<number, string>();
    let total = 0;
    let after: { version: string; ordinal: number } = { version: this.#readFrom, ordinal: -1 };
    for (;;) {
      const rows = await this.#readPage(sql, after, bound.xmin);
      for (const row of rows) {
        if (row.isAhead) ahead.set(row.ordinal, row.version);
        if (this.#ahead.get(row.ordinal) === row.version) continue;
        this.apply(row);
        total++;
      }
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) break;
      after = { version: last.version, ordinal: last.ordinal };
    }
    this.#readFrom = bound.xmin;
    this.#ahead = ahead;
    return total;
  }

  // devices.version: the column of the result is text, which neither sorts like the number nor uses the index.
  async #readPage(sql: Sql, after: { version: string; ordinal: number }, xmin: string) {
    return sql<(DirectoryRow & { version: string; isAhead: boolean })[]>`
      select version::text, version >= ${xmin}::xid8 as "isAhead", ordinal, device_id as "deviceId",
        provider_id as "providerId", region, gpu_model as "gpuModel", gpu_count as "gpuCount", agent, boot,
        token_kind as "tokenKind", interval_seconds as "intervalSeconds", enrolled_at as "enrolledAt", decision,
        verified_until as "verifiedUntil"
      from devices
      where version >= ${after.version}::xid8 and (version, ordinal) > (${after.version}::xid8, ${after.ordinal})
      order by devices.version, ordinal limit ${pageSize}`;
  }

  /** Puts one device's attributes in place; the gateway calls it after the commit of an enrolment. */
  apply(row: DirectoryRow): void {
    this.onRow?.(row);
    const { ordinal } = row;
    this.#reserve(ordinal + 1);
    this.isEnrolled[ordinal] = 1;
    this.provider[ordinal] = row.providerId;
    this.region[ordinal] = this.regions.code(row.region);
    this.gpuModel[ordinal] = this.gpuModels.code(row.gpuModel);
    this.agent[ordinal] = this.agents.code(row.agent);
    this.gpuCount[ordinal] = row.gpuCount;
    this.decision[ordinal] =
      row.decision === "quarantined"
        ? decisionCodes.quarantined
        : row.decision === "retired"
          ? decisionCodes.retired
          : decisionCodes.none;
    this.window[ordinal] = Math.min(255, windowMinutes(row.intervalSeconds));
    this.enrolledMinute[ordinal] = minuteOf(row.enrolledAt);
    this.verifiedUntilMinute[ordinal] = row.verifiedUntil ? Math.min(lastMinute, minuteOf(row.verifiedUntil)) : 0;
    this.revision++;
  }

  #reserve(size: number): void {
    if (size > this.isEnrolled.length) {
      const capacity = Math.max(shardBitCount, Math.ceil((size * 1.25) / shardBitCount) * shardBitCount);
      const grow = <T extends Uint8Array | Uint16Array | Int32Array>(old: T, made: T): T => {
        made.set(old);
        return made;
      };
      this.isEnrolled = grow(this.isEnrolled, new Uint8Array(capacity));
      this.provider = grow(this.provider, new Int32Array(capacity));
      this.region = grow(this.region, new Uint16Array(capacity));
      this.gpuModel = grow(this.gpuModel, new Uint16Array(capacity));
      this.agent = grow(this.agent, new Uint16Array(capacity));
      this.gpuCount = grow(this.gpuCount, new Uint16Array(capacity));
      this.decision = grow(this.decision, new Uint8Array(capacity));
      this.window = grow(this.window, new Uint8Array(capacity));
      this.enrolledMinute = grow(this.enrolledMinute, new Int32Array(capacity));
      this.verifiedUntilMinute = grow(this.verifiedUntilMinute, new Int32Array(capacity));
    }
    this.size = Math.max(this.size, size);
  }
}
