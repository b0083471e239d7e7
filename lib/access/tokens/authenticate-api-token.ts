import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { tokens, users } from "@/db/schema/access";
import { noteExposedUse, noteUnknownToken } from "@/lib/access/exposure/note-exposed-use";
import { roles } from "@/lib/access/permissions";
import { hashToken, parseTokenText } from "@/lib/access/token-format";
import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";
import { isMakerOut } from "./made-by";

/**
 * The actor of an API token. Notes its use at most once a minute.
 * Throws AppError "invalid_token" (never told apart: mistyped, unknown, of another kind), "revoked_token", "expired_token", and
 * "orphaned_token" while whoever made it is disabled or has no role: they may have kept it. What they may now bounds it too, read by
 * the same query. Rotated by somebody else, it is that person's.
 */
export async function authenticateApiToken(
  db: Database,
  text: string,
  request: { now: Date; address?: string },
): Promise<Actor> {
  const { now, address } = request;
  if (parseTokenText(text)?.kind !== "api") throw invalid();
  const [row] = await db
    .select({
      id: tokens.id,
      name: tokens.name,
      role: tokens.role,
      isReadOnly: tokens.isReadOnly,
      expiresAt: tokens.expiresAt,
      revokedAt: tokens.revokedAt,
      lastUsedAt: tokens.lastUsedAt,
      exposedAt: tokens.exposedAt,
      isOrphaned: isMakerOut,
      makerRole: users.role,
    })
    .from(tokens)
    .leftJoin(users, eq(users.id, tokens.createdById))
    .where(and(eq(tokens.hash, hashToken(text)), eq(tokens.kind, "api")));
  const role = roles.find((known) => known === row?.role);
  // One of no role is out, and refused below.
  const makerRole = roles.find((known) => known === row?.makerRole);
  if (!row) await noteUnknownToken(db, text, now);
  if (!row || !role) throw invalid();
  const isUsable = !row.revokedAt && !(row.expiresAt && row.expiresAt <= now) && !row.isOrphaned;
  if (row.exposedAt) await noteExposedUse(db, { subject: `token:${row.id}`, isAccepted: isUsable }, now);
  if (row.revokedAt)
    throw new AppError("unauthenticated", "revoked_token", "This token was revoked. Ask for a new one.");
  if (row.expiresAt && row.expiresAt <= now) {
    throw new AppError("unauthenticated", "expired_token", "This token has expired. Ask for a new one.");
  }
  if (row.isOrphaned) {
    throw new AppError(
      "unauthenticated",
      "orphaned_token",
      "Whoever made this token may not sign in to Muster any more. Ask an admin for a new one.",
    );
  }
  const usedMs = row.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (now.getTime() - usedMs >= noteAgainMs) await noteUse(db, row.id, now);
  return { kind: "token", id: row.id, name: row.name, role, isReadOnly: row.isReadOnly, makerRole, address };
}

const invalid = () =>
  new AppError("unauthenticated", "invalid_token", "This is not a valid API token. Check that it is whole.");

const noteAgainMs = 60_000;

async function noteUse(db: Database, id: string, now: Date): Promise<void> {
  // Once more in the row: two requests may have found it old at once.
  const before = new Date(now.getTime() - noteAgainMs);
  await db
    .update(tokens)
    .set({ lastUsedAt: now })
    .where(and(eq(tokens.id, id), or(isNull(tokens.lastUsedAt), lt(tokens.lastUsedAt, before))));
}
