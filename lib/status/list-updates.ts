import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";
import type { Audience, UpdateKind } from "./update-choices";

/** An update with how far its messages have come; names and addresses of nobody. Times in milliseconds since the epoch. */
export type ListedUpdate = {
  id: string;
  audience: Audience;
  kind: UpdateKind;
  subject: string;
  body: string;
  sentBy: string;
  sentAt: number;
  recipients: number;
  waiting: number;
  delivered: number;
  /** Given up: they can be sent again. */
  dead: number;
  nextPromisedAt: number | null;
};

/** The promise that counts: the one of the latest update to an audience. */
export type PromisedUpdate = { audience: Audience; at: number; isDue: boolean };

const Place = z.tuple([z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{15}Z$/), z.uuid()]);

export const ListUpdates = z.object({
  incidentId: z.uuid(),
  cursor: z.string().max(500).optional(),
  limit: z.int().min(1).max(100).default(20),
});

/** Updates of an incident and of what was merged into it, the latest first, paged. */
export async function listUpdates(
  ctx: Ctx,
  input: z.input<typeof ListUpdates>,
): Promise<{ items: ListedUpdate[]; next: string | null }> {
  requirePermission(ctx.actor, "update.read");
  const { incidentId, cursor, limit } = parseInput(ListUpdates, input);
  const place = cursor ? decodeCursor(Place, cursor) : null;
  const behind = place ? sql`and (u.sent_at, u.id) < (${place[0]}::text::timestamptz, ${place[1]}::uuid)` : sql``;
  const rows = await ctx.db.execute<ListedUpdate & { place: string }>(sql`
    with u as (
      select u.* from status_updates u where u.incident_id in ${familyOf(incidentId)} ${behind}
      order by u.sent_at desc, u.id desc limit ${limit + 1}
    )
    select u.id, u.audience, u.kind, u.subject, u.body, u.sent_by_name as "sentBy", ${ms(sql`u.sent_at`)} as "sentAt",
      u.recipients, ${ms(sql`u.next_promised_at`)} as "nextPromisedAt",
      to_char(u.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place,
      c.waiting, c.delivered, c.dead
    from u cross join lateral (
      select count(*) filter (where d.state = 'waiting')::int as waiting,
        count(*) filter (where d.state = 'delivered')::int as delivered, count(*) filter (where d.state = 'dead')::int as dead
      from status_recipients r join deliveries d on d.destination_id = r.id
      where r.update_id = u.id and r.purpose = 'update'
    ) c order by u.sent_at desc, u.id desc`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ place: _, ...update }) => update),
    next: rows.length > limit && last ? encodeCursor([last.place, last.id]) : null,
  };
}

/** What the latest update to each audience promised, the soonest first. */
export async function listPromises(ctx: Ctx, incidentId: string): Promise<PromisedUpdate[]> {
  requirePermission(ctx.actor, "update.read");
  const rows = await ctx.db.execute<{ audience: Audience; at: number | null }>(sql`
    select distinct on (audience) audience, ${ms(sql`next_promised_at`)} as at from status_updates
    where incident_id in ${familyOf(incidentId)} order by audience, sent_at desc, id desc`);
  return rows
    .flatMap(({ audience, at }) => (at === null ? [] : [{ audience, at, isDue: at <= ctx.now.getTime() }]))
    .sort((a, b) => a.at - b.at);
}

const familyOf = (id: string) => sql`(select id from incidents where root_id = ${id}::uuid or id = ${id}::uuid)`;
const ms = (column: ReturnType<typeof sql>) => sql`(extract(epoch from ${column}) * 1000)::float8`;
