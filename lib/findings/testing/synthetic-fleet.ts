import type { Sql } from "@/db/client";
import { measureColumns } from "@/lib/fleet/measures";
import { stateCodes } from "@/lib/fleet/states";

export type SyntheticDevice = { provider: number; region: string; agent: string };

/**
 * Rows as roll call would leave them, for detectors' tests: `stateAt(ordinal, minute)` gives each device's state code,
 * from which transitions, present states, minute counts and full coverage follow.
 */
export async function fillFleet(
  sql: Sql,
  devices: SyntheticDevice[],
  fromMinute: number,
  toMinute: number,
  stateAt: (ordinal: number, minute: number) => number,
  seenAt: (minute: number) => number = () => devices.length,
): Promise<void> {
  for (const id of new Set(devices.map((device) => device.provider))) {
    await sql`insert into providers (id, slug, name) overriding system value values (${id}, ${`p${id}`}, ${`Provider ${id}`}) on conflict do nothing`;
  }
  const rows = devices.map((device, ordinal) => ({
    shard: 0,
    ordinal,
    device_id: `device-${ordinal}`,
    provider_id: device.provider,
    region: device.region,
    gpu_model: "RTX 4090",
    agent: device.agent,
    enrolled_at: new Date((fromMinute - 10) * 60_000),
  }));
  await sql`insert into devices ${sql(rows)} on conflict do nothing`;
  const transitions: object[] = [];
  for (let minute = fromMinute + 1; minute <= toMinute; minute++) {
    for (let ordinal = 0; ordinal < devices.length; ordinal++) {
      const before = stateAt(ordinal, minute - 1);
      const after = stateAt(ordinal, minute);
      if (before !== after) transitions.push({ shard: 0, ordinal, minute, from_state: before, to_state: after });
    }
  }
  for (let i = 0; i < transitions.length; i += 5_000)
    await sql`insert into transitions ${sql(transitions.slice(i, i + 5_000))}`;
  await sql`delete from device_states`;
  const states = devices.map((_, ordinal) => ({
    shard: 0,
    ordinal,
    state: stateAt(ordinal, toMinute),
    since: fromMinute,
  }));
  await sql`insert into device_states ${sql(states)}`;
  for (let minute = fromMinute; minute <= toMinute; minute++) {
    await sql`insert into coverage (minute, status) values (${minute}, 2)`;
    const groups = countGroups(devices, (ordinal) => stateAt(ordinal, minute));
    const counts = groups.map(({ dimension, key, connected, total }) => ({
      ...{ dimension, key, minute },
      ...zeroes,
      devices_connected: connected,
      devices_silent: total - connected,
      devices_seen: seenAt(minute),
    }));
    await sql`insert into fleet_minutes ${sql(counts)}`;
  }
}

const zeroes = Object.fromEntries(measureColumns.map((column) => [column, 0]));

function countGroups(devices: SyntheticDevice[], state: (ordinal: number) => number) {
  const groups = new Map<string, { dimension: string; key: string; connected: number; total: number }>();
  devices.forEach((device, ordinal) => {
    const keys: [string, string][] = [
      ["fleet", ""],
      ["region", device.region],
      ["agent", device.agent],
      ["gpu_model", "RTX 4090"],
    ];
    for (const [dimension, key] of keys) {
      const id = `${dimension}:${key}`;
      const group = groups.get(id) ?? { dimension, key, connected: 0, total: 0 };
      group.total++;
      if (state(ordinal) === stateCodes.connected) group.connected++;
      groups.set(id, group);
    }
  });
  return [...groups.values()];
}
