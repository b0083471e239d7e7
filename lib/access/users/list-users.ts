import { and, desc, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { users } from "@/db/schema/access";
import { type Role, requirePermission, roles } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/cursor";
import { parseInput } from "@/lib/parse-input";

export const userStatuses = ["enabled", "disabled"] as const;

export const ListUsers = z.object({
  role: z.enum(roles).optional(),
  status: z.enum(userStatuses).optional(),
  /** Part of a name or e-mail address. */
  search: z.string().trim().max(100).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type UserRow = {
  id: string;
  issuer: string;
  subject: string;
  name: string;
  email: string | null;
  role: Role | null;
  /** What the groups named at the last sign-in. */
  groupRole: Role | null;
  /** What an admin has set in its place. */
  assignedRole: Role | null;
  disabledAt: Date | null;
  createdAt: Date;
  lastSignInAt: Date | null;
};

export const userColumns = {
  id: users.id,
  issuer: users.issuer,
  subject: users.subject,
  name: users.name,
  email: users.email,
  role: users.role,
  groupRole: users.groupRole,
  assignedRole: users.assignedRole,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
  lastSignInAt: users.lastSignInAt,
};

const Place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Everybody who ever signed in, the newest first, paged. */
export async function listUsers(
  ctx: Ctx,
  input: z.input<typeof ListUsers> = {},
): Promise<{ items: UserRow[]; next: string | null }> {
  requirePermission(ctx.actor, "user.read");
  const { role, status, search, cursor, limit } = parseInput(ListUsers, input);
  const rows = await ctx.db
    .select(userColumns)
    .from(users)
    .where(
      and(
        role ? eq(users.role, role) : undefined,
        status ? (status === "disabled" ? isNotNull(users.disabledAt) : isNull(users.disabledAt)) : undefined,
        search ? or(contains(users.name, search), contains(users.email, search)) : undefined,
        cursor ? after(decodeCursor(Place, cursor)) : undefined,
      ),
    )
    // A Date has milliseconds, the column microseconds: the cursor must not skip rows within one.
    .orderBy(desc(sql`date_trunc('milliseconds', ${users.createdAt})`), desc(users.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit).map(userRow);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null;
  return { items, next };
}

const contains = (column: typeof users.name | typeof users.email, text: string): SQL =>
  sql`position(lower(${text}) in lower(${column})) > 0`;

function after([at, id]: z.output<typeof Place>): SQL {
  return sql`(date_trunc('milliseconds', ${users.createdAt}), ${users.id}) < (${at}::timestamptz, ${id}::uuid)`;
}

type StoredUser = Omit<UserRow, "name" | "role" | "groupRole" | "assignedRole"> & {
  name: string | null;
  role: string;
  groupRole: string | null;
  assignedRole: string | null;
};

export function userRow(row: StoredUser): UserRow {
  const { role, groupRole, assignedRole } = row;
  const known = (name: string | null) => roles.find((one) => one === name) ?? null;
  return {
    ...row,
    name: row.name ?? "Unnamed",
    role: known(role),
    groupRole: known(groupRole),
    assignedRole: known(assignedRole),
  };
}
