import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import type { NewFinding } from "./open-finding";
import { openOrExtend } from "./open-or-extend";

export const exposedDeviceRule = "fleet.exposed-device-enrolled";
/** Named in the evidence; the others are counted. */
const mostNamed = 50;

/** exposed_uses.subject is device:<ordinal>:<hexadecimal HMAC>. */
export type DeviceUse = { minute: number; subject: string };

type Row = { listId: string; list: string; providerId: number; provider: string; ordinal: number; device: string };

/** One finding for each leaked list and provider whose devices enrolled after it; enrolments that are told later add to its figures. */
export async function tellExposedDevices(tx: Transaction, uses: readonly DeviceUse[], now: Date): Promise<void> {
  for (const group of await groupsOf(tx, uses)) {
    await openOrExtend(tx, findingOf(group), now, (evidence) => {
      const { devices, named } = Evidence.parse(evidence);
      return findingOf({ ...group, count: devices + group.count, named: [...named, ...group.named] });
    });
  }
}

const Evidence = z.object({ devices: z.number(), named: z.array(z.string()) });

/** Devices of one provider that stand in one list. */
type Group = { first: Row; count: number; named: string[]; startedAt: Date };

async function groupsOf(tx: Transaction, uses: readonly DeviceUse[]): Promise<Group[]> {
  if (uses.length === 0) return [];
  const parts = uses.map(({ subject }) => subject.split(":"));
  const ordinals = parts.map(([, ordinal = ""]) => ordinal).join();
  const hmacs = parts.map(([, , hmac = ""]) => hmac).join();
  const rows = await tx.execute<Row>(sql`
    select l.id as "listId", l.title as list, p.id as "providerId", p.name as provider, d.ordinal, d.device_id as device
    from unnest(string_to_array(${ordinals}, ',')::int[], string_to_array(${hmacs}, ',')) as t(ordinal, hmac)
      join exposed_identifiers e on e.hmac = decode(t.hmac, 'hex')
      join exposure_lists l on l.id = e.list_id
      join devices d on d.shard = (t.ordinal >> 16)::smallint and d.ordinal = t.ordinal
      join providers p on p.id = d.provider_id
    order by d.ordinal`);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.listId}/${row.providerId}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const startedAt = new Date(Math.min(...uses.map(({ minute }) => minute)) * 60_000);
  return [...groups.values()].flatMap((devices) => {
    const [first] = devices;
    return first ? [{ first, count: devices.length, named: devices.map(({ device }) => device), startedAt }] : [];
  });
}

function findingOf({ first, count, named, startedAt }: Group): NewFinding {
  const what = count === 1 ? `Device ${first.device} of ${first.provider}` : `${count} devices of ${first.provider}`;
  return {
    rule: exposedDeviceRule,
    fingerprint: `${exposedDeviceRule}/${first.listId}/${first.providerId}`,
    title: `${what} enrolled under ${count === 1 ? "an id" : "ids"} of a leaked list`,
    summary: `${what} enrolled after the leaked list “${first.list}” was looked through, under ${count === 1 ? "an id that stands" : "ids that stand"} in it. Whoever enrolled may be its owner, or whoever has the list.`,
    severity: "medium",
    confidence: 0.8,
    attack: ["T1078"],
    subjects: { exposureList: first.listId, provider: String(first.providerId) },
    evidence: { devices: count, named: named.slice(0, mostNamed), list: first.list },
    startedAt,
  };
}
