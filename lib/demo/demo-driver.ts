import type { Sql } from "@/db/client";
import { minuteOf } from "@/lib/fleet/minute";
import { AbsenceCalendar } from "./absence-calendar";
import { type Call, CallLanes, slotCount, slotMs } from "./call-lanes";
import type { DemoState } from "./demo-state";
import { demoTokenText } from "./demo-tokens";
import { deviceIdOf } from "./device-id";
import { planFates } from "./fates";
import type { HeartbeatSender, SendResult } from "./heartbeat-sender";
import { Owners } from "./owners";
import { type FleetPlan, planFleet } from "./plan-fleet";
import { repairedAgent } from "./scenario";
import { legacyTokenOwner } from "./seed-providers";

export type DriveCounts = { sent: number; accepted: number; turnedAway: number; rejected: number; failed: number };
const noCounts = (): DriveCounts => ({ sent: 0, accepted: 0, turnedAway: 0, rejected: 0, failed: 0 });

/** More heartbeats without an answer than this, six seconds of the whole fleet, mean that the gateway cannot follow: what comes now is not sent. */
const inFlightLimit = 120_000;
/** 1.8 million counterfeit GPUs tried to connect within days in April 2024: five a second over four days. */
const counterfeitSlots = 20;
const counterfeitsACall = 50;

/** The devices' side of the demo: who calls when and with what, and what their owners make of the answers. Its clock is given. */
export class DemoDriver {
  readonly plan: FleetPlan;
  readonly counts = noCounts();
  readonly #lanes: CallLanes;
  readonly #owners: Owners;
  readonly #absences: AbsenceCalendar;
  readonly #tokens = new Map<number | null, string>();
  #minute: number;
  /** The last slot that was sent; null before the first. */
  #slot: number | null = null;
  #collapseMinute: number | null = null;
  #pausedUntilMs = 0;
  /** Heartbeats without an answer yet. */
  #inFlight = 0;

  constructor(
    readonly sql: Sql,
    readonly sender: HeartbeatSender,
    readonly state: DemoState,
    startMs: number,
  ) {
    this.plan = planFleet(state.scale);
    this.#lanes = new CallLanes(this.plan);
    this.#owners = new Owners(this.plan, planFates(this.plan), this.#lanes);
    this.#minute = minuteOf(startMs);
    this.#absences = new AbsenceCalendar(this.plan, this.#minute);
  }

  /** Takes the fleet over as the records show it. What happened while the driver did not run is not made up. */
  async begin(): Promise<void> {
    const upgraded = await this.sql<{ ordinal: number }[]>`select ordinal from devices where agent = ${repairedAgent}`;
    this.#collapseMinute = await this.#readCollapseMinute();
    this.#owners.begin(
      upgraded.map((row) => row.ordinal),
      this.#collapseMinute,
      this.#minute,
    );
    this.#absences.advance(this.#minute, () => {});
    for (let device = 0; device < this.plan.scale.devices; device++) this.#update(device);
  }

  /** Sends what was due until `nowMs`. Resolves when it is answered. */
  async tick(nowMs: number): Promise<void> {
    await this.#advance(minuteOf(nowMs));
    const slot = Math.floor(nowMs / slotMs);
    // After a pause of this process, nobody calls twice for it.
    const first = Math.max((this.#slot ?? slot - 1) + 1, slot - slotCount + 1);
    this.#slot = slot;
    const pending: Promise<void>[] = [];
    for (let due = first; due <= slot; due++) {
      if (nowMs < this.#pausedUntilMs) continue;
      for (const call of this.#lanes.callsOf(due % slotCount)) pending.push(this.#send(call, nowMs));
      if (due % counterfeitSlots === 0) pending.push(this.#sendCounterfeits(due));
    }
    await Promise.all(pending);
  }

  /** The counts since the last time it was asked. */
  takeCounts(): DriveCounts {
    const taken = { ...this.counts };
    Object.assign(this.counts, noCounts());
    return taken;
  }

  async #advance(minute: number): Promise<void> {
    if (minute <= this.#minute) return;
    // While the database is away the last answer holds: the devices do not know that it is.
    const collapse = await this.#readCollapseMinute().catch(() => this.#collapseMinute);
    if (collapse !== this.#collapseMinute) {
      this.#collapseMinute = collapse;
      this.#owners.schedule(collapse, this.#minute);
    }
    const update = (device: number) => this.#update(device);
    while (this.#minute < minute) {
      this.#minute++;
      this.#absences.advance(this.#minute, update);
      this.#owners.advance(this.#minute, update);
    }
  }

  #update(device: number): void {
    this.#lanes.setCalling(device, this.#absences.away[device] === 0 && this.#owners.stopped[device] === 0);
  }

  async #readCollapseMinute(): Promise<number | null> {
    const [row] = await this.sql<{ at: Date }[]>`
      select effective_at as at from admission_policies where id = ${this.state.policyId} and withdrawn_at is null`;
    return row ? minuteOf(row.at) : null;
  }

  async #send(call: Call, nowMs: number): Promise<void> {
    const { counts } = this;
    const devices = call.devices.length;
    if (this.#inFlight + devices > inFlightLimit) {
      counts.failed += devices;
      return;
    }
    counts.sent += devices;
    this.#inFlight += devices;
    const result = await this.sender.send(this.#tokenOf(call.lane.provider), call.body);
    this.#inFlight -= devices;
    if (result.answer) this.#take(call, result.answer);
    else counts.failed += devices;
    if (result.status === 503) this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + result.retryAfterMs);
  }

  #take(call: Call, answer: NonNullable<SendResult["answer"]>): void {
    this.counts.accepted += answer.accepted;
    this.counts.turnedAway += answer.turned_away.length;
    this.counts.rejected += answer.rejected.length;
    for (const { index } of answer.turned_away) this.#owners.turnedAway(call.devices[index] as number);
    for (const { index, reason } of answer.rejected) {
      if (reason !== "retired") continue;
      this.#owners.retired(call.devices[index] as number);
      this.#update(call.devices[index] as number);
    }
    if (call.hasBoots) for (const device of call.devices) this.#lanes.bootTaken(device);
  }

  /** Devices that were never enrolled try to connect with the universal token. */
  async #sendCounterfeits(slot: number): Promise<void> {
    const { seed, devices } = this.state.scale;
    const count = Math.ceil((counterfeitsACall * devices) / 600_000);
    const ids = Array.from({ length: count }, (_, i) => deviceIdOf(seed ^ 0x5bd1e995, slot * counterfeitsACall + i));
    const body = Buffer.from(JSON.stringify({ agent: "1.4.1", devices: ids }));
    const { answer } = await this.sender.send(this.#tokenOf(null), body);
    this.counts.rejected += answer?.rejected.length ?? 0;
  }

  #tokenOf(provider: number | null): string {
    let token = this.#tokens.get(provider);
    if (!token) {
      const owner = provider === null ? legacyTokenOwner : (this.plan.providers[provider]?.slug ?? "");
      token = demoTokenText(this.state.tokenKey, provider === null ? "legacy" : "provider", owner);
      this.#tokens.set(provider, token);
    }
    return token;
  }
}
