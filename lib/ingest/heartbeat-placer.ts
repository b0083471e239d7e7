import type { ShardBits } from "@/lib/fleet/bit-set";
import { decisionCodes } from "@/lib/fleet/directory";
import { hourOfMinute, msAMinute } from "@/lib/fleet/minute";
import { planes } from "@/lib/fleet/planes";
import { offsetOf, shardOf } from "@/lib/fleet/shard";
import type { AdmissionTable } from "./admission-table";
import type { ChangeAllowance } from "./change-allowance";
import type { HeartbeatBatch } from "./heartbeat-batch";
import type { Journal } from "./journal";
import { gateWord, type KnownDevices, tokenKindCodes, tokenKindNames } from "./known-devices";
import type { Cell, PresenceBook } from "./presence-book";
import type { PulseRecorder } from "./pulse-recorder";
import type { RejectionReason } from "./rejection-counter";

export type PlacerDependencies = {
  devices: KnownDevices;
  admission: AdmissionTable;
  book: PresenceBook;
  journal: Journal;
  pulse: PulseRecorder;
  changes: ChangeAllowance;
};

/** An older heartbeat says where the device was, not what it is: agent and boot are taken from fresh ones. */
const freshMinutes = 1;

/** Judges one heartbeat of a known device and puts its bit where it belongs. */
export class HeartbeatPlacer {
  /** Hours that are folded already: nothing is written into them. */
  foldedHours = new Set<number>();

  #usualBatch: HeartbeatBatch | null = null;
  #usualAgent = -1;
  /** gateWord of a device that this batch may simply be admitted; -1: every one is looked at closely. */
  #usualGate = -1;
  /** The minute of the last heartbeat that carried a time. */
  #lastMinute = -1;

  constructor(readonly dependencies: PlacerDependencies) {}

  /** `agentCode` 0 and `newBoot` null: the heartbeat says nothing new; `atMs` -1: it came without a time. */
  place(
    batch: HeartbeatBatch,
    index: number,
    ordinal: number,
    agentCode: number,
    newBoot: string | null,
    atMs: number,
  ): void {
    const { devices, admission, book, pulse } = this.dependencies;
    const { directory } = devices;
    const minute = atMs < 0 ? batch.arrivalMinute : this.#minuteOf(atMs);
    if (this.#isUsual(batch, ordinal, agentCode) && newBoot === null && this.#isInTime(batch, atMs)) {
      this.#admit(batch, ordinal, minute);
      return;
    }
    const refusal = this.#refusal(batch, ordinal, atMs, minute);
    if (refusal !== null) {
      batch.reject(index, devices.index.idOf(ordinal), refusal);
      return;
    }
    const knownAgent = directory.agent[ordinal] as number;
    const agent = agentCode === 0 ? knownAgent : agentCode;
    const isVerified = (directory.verifiedUntilMinute[ordinal] as number) > batch.arrivalMinute;
    const ruling = admission.ruling(agent, batch.isLegacy, isVerified);
    const shard = shardOf(ordinal);
    const offset = offsetOf(ordinal);
    for (let i = 0; i < ruling.planes.length; i++) {
      if (book.put(minute, ruling.planes[i] as (typeof ruling.planes)[number], shard, offset)) batch.mustWait = true;
    }
    pulse.add(ruling.pulseIndex, shard, offset);
    if (ruling.turnedAwayFor === null) batch.accepted++;
    else this.#turnAway(batch, index, ordinal, ruling.turnedAwayFor);
    const kind = tokenKindCodes[batch.token.kind as "provider"];
    if (agent !== knownAgent || newBoot !== null || devices.tokenKind[ordinal] !== kind) {
      if (minute >= batch.arrivalMinute - freshMinutes) this.#change(batch, ordinal, agent, knownAgent, newBoot, kind);
    }
  }

  /**
   * A batch of known devices without boots and times; an ordinal below 0 is left out. Neighbours share a cell and the bits of
   * a pulse, so these are asked for once a shard: half of the time of one by one.
   */
  placeAll(batch: HeartbeatBatch, ordinals: Int32Array, count: number, agentCode: number): void {
    const { book, pulse, devices } = this.dependencies;
    const { gate, directory } = devices;
    this.#prepare(batch, agentCode);
    const usualGate = this.#usualGate;
    let shard = -1;
    let cell: Cell | null = null;
    let called: ShardBits | null = null;
    let accepted = 0;
    for (let index = 0; index < count; index++) {
      const ordinal = ordinals[index] as number;
      if (ordinal < 0) continue;
      const isOwn = batch.providerId === 0 || directory.provider[ordinal] === batch.providerId;
      if (gate[ordinal] !== usualGate || !isOwn) {
        this.place(batch, index, ordinal, agentCode, null, -1);
        continue;
      }
      if (!cell || !called || shard !== shardOf(ordinal)) {
        shard = shardOf(ordinal);
        cell = book.cellOf(batch.arrivalMinute, planes.admitted, shard);
        called = pulse.bitsOf(0, shard);
      }
      const offset = offsetOf(ordinal);
      if (book.putInto(cell, offset)) batch.mustWait = true;
      called.add(offset);
      accepted++;
    }
    batch.accepted += accepted;
  }

  /** Whether nothing about the device differs from what is known, and it is admitted whether verified or not. */
  #isUsual(batch: HeartbeatBatch, ordinal: number, agentCode: number): boolean {
    if (batch !== this.#usualBatch || agentCode !== this.#usualAgent) this.#prepare(batch, agentCode);
    const { devices } = this.dependencies;
    return (
      devices.gate[ordinal] === this.#usualGate &&
      (batch.providerId === 0 || devices.directory.provider[ordinal] === batch.providerId)
    );
  }

  #prepare(batch: HeartbeatBatch, agentCode: number): void {
    const { admission } = this.dependencies;
    const isAdmitted = [true, false].every((isVerified) => {
      const ruling = admission.ruling(agentCode, batch.isLegacy, isVerified);
      return ruling.planes.length === 1 && ruling.turnedAwayFor === null;
    });
    const kind = tokenKindCodes[batch.token.kind as "provider"];
    this.#usualBatch = batch;
    this.#usualAgent = agentCode;
    this.#usualGate = isAdmitted && agentCode !== 0 ? gateWord(agentCode, decisionCodes.none, kind) : -1;
  }

  #isInTime(batch: HeartbeatBatch, atMs: number): boolean {
    return atMs < 0 || (atMs >= batch.oldestMs && atMs <= batch.newestMs && this.foldedHours.size === 0);
  }

  #admit(batch: HeartbeatBatch, ordinal: number, minute: number): void {
    const shard = shardOf(ordinal);
    const offset = offsetOf(ordinal);
    if (this.dependencies.book.put(minute, planes.admitted, shard, offset)) batch.mustWait = true;
    this.dependencies.pulse.add(0, shard, offset);
    batch.accepted++;
  }

  #minuteOf(atMs: number): number {
    const into = atMs - this.#lastMinute * msAMinute;
    if (into < 0 || into >= msAMinute) this.#lastMinute = Math.floor(atMs / msAMinute);
    return this.#lastMinute;
  }

  #refusal(batch: HeartbeatBatch, ordinal: number, atMs: number, minute: number): RejectionReason | null {
    const { directory } = this.dependencies.devices;
    if (batch.providerId !== 0 && directory.provider[ordinal] !== batch.providerId) return "foreign_device";
    if (directory.decision[ordinal] === decisionCodes.retired) return "retired";
    if (atMs < 0) return null;
    if (atMs > batch.newestMs) return "in_future";
    return atMs < batch.oldestMs || this.foldedHours.has(hourOfMinute(minute)) ? "too_old" : null;
  }

  #turnAway(
    batch: HeartbeatBatch,
    index: number,
    ordinal: number,
    reason: "outdated_agent" | "legacy_token" | "unverified",
  ): void {
    const device = this.dependencies.devices.index.idOf(ordinal);
    const minimum = this.dependencies.admission.policy.minimumAgent;
    if (reason === "outdated_agent" && minimum !== null) {
      batch.turnedAway.push({ index, device, reason, minimum_agent: minimum });
    } else {
      batch.turnedAway.push({ index, device, reason });
    }
  }

  #change(
    batch: HeartbeatBatch,
    ordinal: number,
    agent: number,
    knownAgent: number,
    boot: string | null,
    kind: number,
  ): void {
    const { devices, journal, changes } = this.dependencies;
    // The bit is taken in any case.
    if (!changes.take(batch.token, batch.arrivalMs)) return;
    batch.mustWait = true;
    journal.change(ordinal, {
      agent: agent === knownAgent ? null : devices.directory.agents.value(agent),
      boot,
      tokenKind: devices.tokenKind[ordinal] === kind ? null : (tokenKindNames[kind] ?? null),
    });
  }
}
