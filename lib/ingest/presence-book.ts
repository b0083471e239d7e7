import { ShardBits } from "@/lib/fleet/bit-set";
import type { Plane } from "@/lib/fleet/planes";
import { shardByteCount } from "@/lib/fleet/shard";

/** The bits of one plane, shard and minute that this gateway knows of. */
export class Cell {
  /** Committed to the journal: a heartbeat of one of these is acknowledged at once. */
  readonly committed = new Uint8Array(shardByteCount);
  /** In the open group. */
  readonly open = new Uint8Array(shardByteCount);
  openOffsets = new Uint16Array(64);
  openCount = 0;
  /** Journaled and not merged into presence yet. */
  unmerged: ShardBits | null = null;

  constructor(
    readonly minute: number,
    readonly plane: Plane,
    readonly shard: number,
  ) {}

  push(offset: number): void {
    if (this.openCount === this.openOffsets.length) {
      const larger = new Uint16Array(this.openCount * 2);
      larger.set(this.openOffsets);
      this.openOffsets = larger;
    }
    this.openOffsets[this.openCount++] = offset;
  }

  /** The offsets of the open group, which is empty from here on. */
  takeOpen(): Uint16Array {
    const offsets = this.openOffsets.slice(0, this.openCount);
    for (const offset of offsets) this.open[offset >>> 3] = 0;
    this.openCount = 0;
    return offsets;
  }

  commit(offsets: Uint16Array): void {
    for (const offset of offsets) {
      const index = offset >>> 3;
      this.committed[index] = (this.committed[index] as number) | (0x80 >>> (offset & 7));
    }
    this.keepForMerge(offsets);
  }

  keepForMerge(offsets: Uint16Array): void {
    this.unmerged ??= new ShardBits();
    for (const offset of offsets) this.unmerged.add(offset);
  }
}

export type OpenRow = { cell: Cell; offsets: Uint16Array };
export type MergeRow = { cell: Cell; bits: ShardBits };

/** What a gateway knows of the last minutes' bits: some 16 kB a plane, shard and minute. */
export class PresenceBook {
  readonly #minutes = new Map<number, Cell[][]>();
  #lastMinute = -1;
  #lastPlanes: Cell[][] = [];
  #openCells: Cell[] = [];
  openBits = 0;

  /** Puts a bit into the open group; false when it is committed already and nothing has to be waited for. */
  put(minute: number, plane: Plane, shard: number, offset: number): boolean {
    return this.putInto(this.cellOf(minute, plane, shard), offset);
  }

  /** For many bits of one cell, to be put into it before anything is awaited. */
  cellOf(minute: number, plane: Plane, shard: number): Cell {
    if (minute !== this.#lastMinute) this.#turnTo(minute);
    return this.#lastPlanes[plane]?.[shard] ?? this.#addCell(minute, plane, shard);
  }

  putInto(cell: Cell, offset: number): boolean {
    const index = offset >>> 3;
    const mask = 0x80 >>> (offset & 7);
    if (((cell.committed[index] as number) & mask) !== 0) return false;
    const open = cell.open[index] as number;
    if ((open & mask) === 0) {
      cell.open[index] = open | mask;
      if (cell.openCount === 0) this.#openCells.push(cell);
      cell.push(offset);
      this.openBits++;
    }
    return true;
  }

  /** Closes the open group: its bits by cell. */
  takeOpen(): OpenRow[] {
    const rows = this.#openCells.map((cell) => ({ cell, offsets: cell.takeOpen() }));
    this.#openCells = [];
    this.openBits = 0;
    return rows;
  }

  /** Takes what has to be merged into presence, in key order; `giveBack` returns it when the merge failed. */
  takeUnmerged(): MergeRow[] {
    const rows: MergeRow[] = [];
    for (const planes of this.#minutes.values()) {
      for (const shards of planes) {
        for (const cell of shards ?? []) {
          if (!cell?.unmerged) continue;
          rows.push({ cell, bits: cell.unmerged });
          cell.unmerged = null;
        }
      }
    }
    return rows;
  }

  giveBack(rows: readonly MergeRow[]): void {
    for (const { cell, bits } of rows) {
      if (cell.unmerged) cell.unmerged.or(bits);
      else cell.unmerged = bits;
    }
  }

  /** Forgets the minutes before `minute` that wait for nothing: no heartbeat is taken into them any more. */
  forgetBefore(minute: number): void {
    for (const [old, planes] of this.#minutes) {
      if (old >= minute) continue;
      if (planes.some((shards) => shards?.some((cell) => cell && (cell.unmerged || cell.openCount > 0)))) continue;
      this.#minutes.delete(old);
      if (old === this.#lastMinute) this.#lastMinute = -1;
    }
  }

  #turnTo(minute: number): void {
    let planes = this.#minutes.get(minute);
    if (!planes) {
      planes = [];
      this.#minutes.set(minute, planes);
    }
    this.#lastMinute = minute;
    this.#lastPlanes = planes;
  }

  #addCell(minute: number, plane: Plane, shard: number): Cell {
    const cell = new Cell(minute, plane, shard);
    let shards = this.#lastPlanes[plane];
    if (!shards) {
      shards = [];
      this.#lastPlanes[plane] = shards;
    }
    shards[shard] = cell;
    return cell;
  }
}
