import { randomUUID } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/access";
import { exposureLists } from "@/db/schema/exposure";
import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx, TransactionCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import { parseInput } from "@/lib/parse-input";
import { ensureExposureKey } from "./exposure-key";
import { type ExposureCounts, type ExposureProgress, type ExposureReport, mostNamed } from "./exposure-report";
import { type IdentifierBatch, IdentifierScanner } from "./identifier-scanner";
import { type Matches, matchIdentifiers, readUserNames } from "./match-identifiers";

export const mostListBytes = 20 * 1_048_576;
export const mostIdentifiers = 1_000_000;

export const ListTitle = z.object({
  title: z.string().trim().min(1, "say where the list comes from").max(200, "at most 200 characters"),
});

type Source = {
  chunks: AsyncIterable<Uint8Array>;
  signal?: AbortSignal;
  onProgress?: (progress: ExposureProgress) => void;
};

/**
 * Looks through a leaked list of any form for tokens, users and devices of Muster's own, marks the tokens as exposed, and keeps an HMAC of each
 * identifier and nothing else of the list. One transaction: stopped by `signal` or failed, nothing is kept. Throws AppError "too_large" beyond 20 MB,
 * "too_many_identifiers" beyond a million different ones, "list_running" while another is looked through.
 */
export async function lookThroughList(
  ctx: Ctx,
  input: z.input<typeof ListTitle>,
  source: Source,
): Promise<ExposureReport> {
  requirePermission(ctx.actor, "token.write");
  const { title } = parseInput(ListTitle, input);
  const key = await ensureExposureKey(ctx.db, ctx.now);
  const listId = randomUUID();
  return ctx.db.transaction(async (tx) => {
    await takeTurn(tx);
    const matches: Matches = { tokens: new Map(), users: new Map(), devices: new Map() };
    const lookup = { tx, key, listId, users: await readUserNames(tx) };
    const seen = new Distinct();
    const bytes = await scan(source, async (batch, bytesSoFar) => {
      seen.add(await matchIdentifiers(lookup, batch, matches));
      source.onProgress?.({ bytes: bytesSoFar, identifiers: seen.count });
    });
    return finish({ ...ctx, db: tx }, { listId, title, matches, bytes, identifiers: seen.count });
  });
}

/** Gateways go on reading; the next list waits for nobody and is told. */
async function takeTurn(tx: Transaction): Promise<void> {
  try {
    await tx.execute(sql`lock table exposed_identifiers in share row exclusive mode nowait`);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (!(cause instanceof Error && "code" in cause && cause.code === "55P03")) throw error;
    throw new AppError("conflict", "list_running", "Another list is being looked through: try again in a minute.");
  }
}

async function scan(
  { chunks, signal }: Source,
  take: (batch: IdentifierBatch, bytes: number) => Promise<void>,
): Promise<number> {
  const scanner = new IdentifierScanner();
  let bytes = 0;
  const takeAll = async (batches: Iterable<IdentifierBatch>) => {
    for (const batch of batches) {
      signal?.throwIfAborted();
      await take(batch, bytes);
    }
  };
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    bytes += chunk.length;
    if (bytes > mostListBytes) throw new AppError("too_large", "too_large", "At most 20 MB are taken: split the list.");
    await takeAll(scanner.push(chunk));
  }
  await takeAll(scanner.end());
  signal?.throwIfAborted();
  return bytes;
}

/** Counts different HMACs by their first 48 bits: of a million, one in five hundred lists would count one too few. */
class Distinct {
  readonly #seen = new Set<number>();

  get count(): number {
    return this.#seen.size;
  }

  add(hmacs: readonly Buffer[]): void {
    for (const hmac of hmacs) this.#seen.add(hmac.readUIntBE(0, 6));
    if (this.#seen.size <= mostIdentifiers) return;
    throw new AppError("too_large", "too_many_identifiers", "More than 1,000,000 identifiers: split the list.");
  }
}

type Outcome = { listId: string; title: string; matches: Matches; bytes: number; identifiers: number };

async function finish(ctx: TransactionCtx, outcome: Outcome): Promise<ExposureReport> {
  const { listId, title, matches, bytes, identifiers } = outcome;
  const live = await markTokens(ctx, listId, [...matches.tokens.keys()]);
  const counts: ExposureCounts = {
    ...{ bytes, identifiers, liveTokens: live.length, endedTokens: matches.tokens.size - live.length },
    ...{ users: matches.users.size, devices: matches.devices.size },
  };
  await ctx.db.insert(exposureLists).values({
    ...{ id: listId, title, counts, createdAt: ctx.now, createdBy: ctx.actor.id, createdByName: ctx.actor.name },
  });
  await recordAudit(ctx, {
    action: "exposure.look-through",
    target: { kind: "exposure-list", id: listId },
    after: { title, counts, liveTokens: live.slice(0, mostNamed) },
  });
  await recordDomainEvent(ctx, {
    kind: "exposure.list",
    title: `Leaked list looked through: ${live.length} live ${live.length === 1 ? "token" : "tokens"} in it`,
    happenedAt: ctx.now,
    subjects: { exposureList: listId },
    figures: counts,
  });
  return {
    ...{ listId, counts, users: await nameUsers(ctx.db, matches.users) },
    devices: [...matches.devices].slice(0, mostNamed).map(([id, occurrences]) => ({ id, occurrences })),
  };
}

/** Those that still open something. */
async function markTokens({ db, now }: TransactionCtx, listId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const at = now.toISOString();
  const rows = await db.execute<{ id: string; isLive: boolean }>(sql`
    update tokens set exposed_at = coalesce(exposed_at, ${at}::timestamptz), exposure_list_id = ${listId}::uuid
    where id = any(string_to_array(${ids.sort().join()}, ',')::uuid[])
    returning id, revoked_at is null and (expires_at is null or expires_at > ${at}::timestamptz) as "isLive"`);
  return rows.filter(({ isLive }) => isLive).map(({ id }) => id);
}

async function nameUsers(db: Transaction, found: Map<string, number>): Promise<ExposureReport["users"]> {
  const ids = [...found.keys()].slice(0, mostNamed);
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: users.id, name: users.name, subject: users.subject })
    .from(users)
    .where(inArray(users.id, ids))
    .orderBy(users.name, users.id);
  return rows.map(({ id, name, subject }) => ({ id, name: name ?? subject, occurrences: found.get(id) ?? 0 }));
}
