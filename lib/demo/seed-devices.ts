import type { Sql } from "@/db/client";
import { dateOfMinute } from "@/lib/fleet/minute";
import { shardOf } from "@/lib/fleet/shard";
import { hash } from "./chance";
import { type CopyValue, copyRows } from "./copy-rows";
import { callsAs, upgradeOf, verificationOf } from "./device-facts";
import { deviceIdOf } from "./device-id";
import type { Fates } from "./fates";
import { type FleetPlan, roles } from "./plan-fleet";
import { regions } from "./scenario";
import { providerIdOf } from "./seed-providers";

export type DeviceSeed = {
  plan: FleetPlan;
  fates: Fates;
  collapseMinute: number;
  /** Attributes are those of this minute. */
  nowMinute: number;
};

const isoOf = (minute: number) => dateOfMinute(minute).toISOString();

/** The ids in their own order, in which the index over them is built ten times faster than in the order of the ordinals. */
export async function seedDeviceIds(sql: Sql, plan: FleetPlan): Promise<void> {
  const { seed, devices } = plan.scale;
  const rows = Array.from({ length: devices }, (_, device): [string, number] => [deviceIdOf(seed, device), device]);
  rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  await copyRows(sql, "device_ids (id, ordinal)", rows);
  await sql`select setval('device_ordinals', ${devices - 1})`;
}

const deviceColumns =
  "shard, ordinal, device_id, provider_id, region, gpu_model, gpu_count, agent, boot, token_kind, enrolled_at, decision, decision_reason, verified_at, verified_until";

export async function seedDevices(sql: Sql, seed: DeviceSeed): Promise<void> {
  await copyRows(sql, `devices (${deviceColumns})`, deviceRows(seed));
}

function* deviceRows({ plan, fates, collapseMinute, nowMinute }: DeviceSeed): Generator<CopyValue[]> {
  const regionNames = regions.map((region) => region.name);
  for (let device = 0; device < plan.scale.devices; device++) {
    const calls = callsAs(plan, fates, device, nowMinute - collapseMinute);
    const verification = verificationOf(plan, device);
    const passed = verification?.result === "passed" ? verification : null;
    const isCounterfeit = plan.role[device] === roles.counterfeit;
    yield [
      shardOf(device),
      device,
      deviceIdOf(plan.scale.seed, device),
      providerIdOf(plan.provider[device] ?? 0),
      regionNames[plan.region[device] ?? 0] ?? null,
      plan.models[plan.model[device] ?? 0] ?? null,
      plan.gpuCount[device] ?? 1,
      calls.agent,
      calls.boot,
      calls.tokenKind,
      isoOf(collapseMinute - (plan.enrolledBefore[device] ?? 0)),
      isCounterfeit ? "quarantined" : null,
      isCounterfeit ? "counterfeit" : null,
      passed && isoOf(collapseMinute + passed.minute),
      passed && validUntil(collapseMinute + passed.minute, passed.validMinutes),
    ];
  }
}

/** A pass without an end holds for ever; the same date as the gateway writes. */
const validUntil = (minute: number, validMinutes: number | null) =>
  validMinutes === null ? "9999-12-31T00:00:00Z" : isoOf(minute + validMinutes);

export async function seedVerifications(sql: Sql, seed: DeviceSeed): Promise<void> {
  await copyRows(
    sql,
    "verifications (shard, ordinal, at, result, method, digest, duration_ms, valid_until, received_at)",
    verificationRows(seed),
  );
  await copyRows(
    sql,
    "device_decisions (shard, ordinal, from_minute, to_minute, kind, reason, actor)",
    decisionRows(seed),
  );
}

function* verificationRows({ plan, collapseMinute }: DeviceSeed): Generator<CopyValue[]> {
  for (let device = 0; device < plan.scale.devices; device++) {
    const found = verificationOf(plan, device);
    if (!found) continue;
    const minute = collapseMinute + found.minute;
    const until = found.validMinutes === null ? null : isoOf(minute + found.validMinutes);
    const digest = hash(plan.scale.seed, device, 96).toString(16).padStart(8, "0");
    yield [
      shardOf(device),
      device,
      isoOf(minute),
      found.result,
      "proof-of-work",
      digest,
      found.durationMs,
      until,
      isoOf(minute),
    ];
  }
}

function* decisionRows({ plan, collapseMinute }: DeviceSeed): Generator<CopyValue[]> {
  for (let device = 0; device < plan.scale.devices; device++) {
    const found = verificationOf(plan, device);
    if (found?.result !== "failed") continue;
    yield [shardOf(device), device, collapseMinute + found.minute, null, "quarantined", "counterfeit", "verification"];
  }
}

/** Former agents and boot ids, each for the time in which it held. */
export async function seedDeviceHistory(sql: Sql, seed: DeviceSeed): Promise<void> {
  await copyRows(sql, 'device_history (shard, ordinal, field, "from", "to", value)', historyRows(seed));
}

function* historyRows({ plan, fates, collapseMinute, nowMinute }: DeviceSeed): Generator<CopyValue[]> {
  for (let device = 0; device < plan.scale.devices; device++) {
    const enrolled = isoOf(collapseMinute - (plan.enrolledBefore[device] ?? 0));
    const key = [shardOf(device), device] as const;
    const upgrade = upgradeOf(plan, device);
    const upgraded = upgrade && isoOf(collapseMinute + upgrade.minute);
    if (upgrade && upgraded) yield [...key, "agent", enrolled, upgraded, upgrade.former];
    const returned = fates.returns[device] ?? 0;
    if (collapseMinute + returned > nowMinute) continue;
    const before = callsAs(plan, fates, device, -1);
    const at = isoOf(collapseMinute + returned);
    yield [...key, "agent", upgraded ?? enrolled, at, before.agent];
    if (before.boot) yield [...key, "boot", enrolled, at, before.boot];
  }
}
