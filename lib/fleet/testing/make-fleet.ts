import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deviceIds, deviceStates, devices, providers } from "@/db/schema/fleet";
import { shardOf } from "../shard";
import { type StateCode, stateCodes } from "../states";
import { untilSettled } from "./until-settled";

export type MadeDevice = Partial<Omit<typeof devices.$inferInsert, "shard" | "ordinal" | "providerId">> & {
  deviceId: string;
  provider: string;
  state?: StateCode;
  sinceMinute?: number;
  lastSeen?: number | null;
};

/** Enrols devices (and their providers) straight in the tables, for tests. Returns their ordinals by id. */
export async function makeFleet(db: Database, made: MadeDevice[], enrolledAt: Date): Promise<Map<string, number>> {
  const ordinals = new Map<string, number>();
  for (const { provider: slug, state, sinceMinute, lastSeen, ...attributes } of made) {
    await db.insert(providers).values({ slug, name: slug.toUpperCase() }).onConflictDoNothing();
    const [provider] = await db.select({ id: providers.id }).from(providers).where(eq(providers.slug, slug));
    const [next] = await db.execute<{ ordinal: number }>(sql`select nextval('device_ordinals')::int as ordinal`);
    if (!provider || !next) throw new Error("a provider and an ordinal are always there");
    const { ordinal } = next;
    const place = { shard: shardOf(ordinal), ordinal };
    await db.insert(deviceIds).values({ id: attributes.deviceId, ordinal });
    await db.insert(devices).values({ enrolledAt, ...attributes, ...place, providerId: provider.id });
    await db.insert(deviceStates).values({
      ...place,
      state: state ?? stateCodes.connected,
      since: sinceMinute ?? Math.floor(enrolledAt.getTime() / 60_000),
      lastSeen: lastSeen ?? null,
    });
    ordinals.set(attributes.deviceId, ordinal);
  }
  await untilSettled(db.$client);
  return ordinals;
}
