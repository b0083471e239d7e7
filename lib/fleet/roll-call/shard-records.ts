import { ShardBits } from "../bit-set";
import { decisionCodes, type FleetDirectory } from "../directory";
import { shardBitCount } from "../shard";
import { longestWindow } from "./longest-window";
import type { RecordChange } from "./record-change";

type Enrolment = { minute: number; offset: number };

/** What one shard's devices were at one minute; `advanceTo` moves it forward in time. */
export class ShardRecords {
  readonly enrolled = new ShardBits();
  readonly quarantined = new ShardBits();
  readonly retired = new ShardBits();
  readonly verified = new ShardBits();
  /** At depth d the devices whose window is longer than d minutes. */
  readonly windowReaches: Uint32Array[];
  readonly region: Uint16Array;
  readonly gpuModel: Uint16Array;
  readonly agent: Uint16Array;
  readonly gpuCount: Uint16Array;
  readonly provider: Int32Array;
  /** Whose attributes the last advance changed. */
  readonly touched = new ShardBits();
  /** Whether the last advance changed anything: attributes, decisions, verifications, enrolments. */
  isMoved = false;

  readonly #changes: readonly RecordChange[];
  /** Still to come, by minute. */
  readonly #enrolments: Enrolment[] = [];
  /** Of the last hours: the only ones that a window can reach back beyond. */
  readonly #enrolled: Enrolment[] = [];
  #nextChange = 0;
  #nextEnrolment = 0;

  constructor(
    directory: FleetDirectory,
    readonly shard: number,
    public minute: number,
    changes: readonly RecordChange[] = [],
  ) {
    const from = shard * shardBitCount;
    const to = from + shardBitCount;
    const copy = <T extends Uint16Array | Int32Array>(made: T, source: T): T => {
      made.set(source.subarray(from, to));
      return made;
    };
    this.region = copy(new Uint16Array(shardBitCount), directory.region);
    this.gpuModel = copy(new Uint16Array(shardBitCount), directory.gpuModel);
    this.agent = copy(new Uint16Array(shardBitCount), directory.agent);
    this.gpuCount = copy(new Uint16Array(shardBitCount), directory.gpuCount);
    this.provider = copy(new Int32Array(shardBitCount), directory.provider);
    this.windowReaches = windowMasks(directory, from);
    this.#takeCurrent(directory, from);
    this.#changes = changes;
    this.advanceTo(minute);
  }

  #takeCurrent(directory: FleetDirectory, from: number): void {
    const end = Math.min(shardBitCount, directory.size - from);
    for (let offset = 0; offset < end; offset++) {
      const ordinal = from + offset;
      if (directory.isEnrolled[ordinal] === 0) continue;
      const enrolledMinute = directory.enrolledMinute[ordinal] as number;
      if (enrolledMinute <= this.minute) {
        this.enrolled.add(offset);
        if (enrolledMinute > this.minute - longestWindow) this.#enrolled.push({ minute: enrolledMinute, offset });
      } else this.#enrolments.push({ minute: enrolledMinute, offset });
      const decision = directory.decision[ordinal];
      if (decision === decisionCodes.quarantined) this.quarantined.add(offset);
      if (decision === decisionCodes.retired) this.retired.add(offset);
      if ((directory.verifiedUntilMinute[ordinal] as number) > this.minute) this.verified.add(offset);
    }
    this.#enrolments.sort((a, b) => a.minute - b.minute);
  }

  /** Who was enrolled already at `minute`, which is the present one or before. */
  enrolledAt(minute: number): Uint32Array {
    const later = this.#enrolled.filter((enrolment) => enrolment.minute > minute);
    if (later.length === 0) return this.enrolled.words;
    const bits = this.enrolled.clone();
    for (const { offset } of later) bits.delete(offset);
    return bits.words;
  }

  advanceTo(minute: number): void {
    this.minute = minute;
    this.touched.clear();
    const [enrolment, change] = [this.#nextEnrolment, this.#nextChange];
    for (let next = this.#enrolments[this.#nextEnrolment]; next && next.minute <= minute; ) {
      this.enrolled.add(next.offset);
      this.#enrolled.push(next);
      next = this.#enrolments[++this.#nextEnrolment];
    }
    for (let next = this.#changes[this.#nextChange]; next && next.minute <= minute; ) {
      this.#apply(next);
      next = this.#changes[++this.#nextChange];
    }
    this.isMoved = this.#nextEnrolment !== enrolment || this.#nextChange !== change;
  }

  #apply({ offset, field, value }: RecordChange): void {
    switch (field) {
      case "quarantined":
      case "retired":
      case "verified":
        if (value) this[field].add(offset);
        else this[field].delete(offset);
        return;
      default:
        this[field][offset] = value;
        this.touched.add(offset);
    }
  }
}

function windowMasks(directory: FleetDirectory, from: number): Uint32Array[] {
  const byWindow = new Map<number, ShardBits>();
  const end = Math.min(shardBitCount, directory.size - from);
  for (let offset = 0; offset < end; offset++) {
    if (directory.isEnrolled[from + offset] === 0) continue;
    const window = directory.window[from + offset] as number;
    let mask = byWindow.get(window);
    if (!mask) {
      mask = new ShardBits();
      byWindow.set(window, mask);
    }
    mask.add(offset);
  }
  const longest = Math.max(1, ...byWindow.keys());
  const masks: Uint32Array[] = [];
  const reaching = new ShardBits();
  for (let depth = longest - 1; depth >= 0; depth--) {
    const mask = byWindow.get(depth + 1);
    if (mask) reaching.or(mask);
    masks[depth] = reaching.clone().words;
  }
  return masks;
}
