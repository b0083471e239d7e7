import { stat } from "node:fs/promises";
import { connectSql, type SqlOrTransaction } from "@/db/client";
import type { Anchor } from "../anchor/anchor";
import { readAnchors } from "../anchor/read-anchors";
import { beginCanonical } from "../chain/canonical-row";
import { readChainHead } from "../chain/link-audit";
import { AnchorComparison, type Placed } from "./compare-anchors";
import { explainFault } from "./explain-fault";
import { findUnlinked } from "./find-unlinked";
import type { Break, Verdict } from "./verdict";
import { verifyLinks } from "./verify-links";

/** What the chain is held against: a file of anchors, or one that somebody wrote down. */
export type AnchorSource = { file: string } | { anchor: Anchor } | null;

/**
 * Verifies the whole audit trail as it stands at one moment, in bounded memory, reading nothing into being but its own
 * connection. A file of anchors that is not there counts as none. Rejects with the driver's error where the database or the
 * file cannot be read.
 */
export async function verifyAudit(databaseUrl: string, source: AnchorSource): Promise<Verdict> {
  const since = performance.now();
  // Before the snapshot: an anchor is written after its link's commit, so all of these links are in it.
  const anchors = await openSource(source);
  const sql = connectSql(databaseUrl, { max: 1, name: "muster-audit" });
  try {
    const verdict = await sql.begin("isolation level repeatable read read only", (transaction) =>
      verifyIn(transaction, anchors),
    );
    return { ...verdict, seconds: (performance.now() - since) / 1_000 };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

type Opened = { place: string; anchors: AsyncIterator<Placed> } | null;

async function openSource(source: AnchorSource): Promise<Opened> {
  if (!source) return null;
  if ("anchor" in source) {
    const { anchor } = source;
    return { place: `${anchor.position}:${anchor.hash}`, anchors: one({ line: 1, anchor }) };
  }
  const path = source.file;
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return found && { place: path, anchors: readAnchors({ path, size: found.size }) };
}

async function* one(placed: Placed): AsyncGenerator<Placed> {
  yield placed;
}

async function verifyIn(sql: SqlOrTransaction, opened: Opened): Promise<Omit<Verdict, "seconds">> {
  await beginCanonical(sql);
  // Links are read in their order and rows by their key: the memory of the server is bounded too.
  await sql`select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`;
  const comparison = new AnchorComparison(opened?.anchors ?? none(), (position) => findHash(sql, position));
  const { count, fault } = await verifyLinks(
    sql,
    (upTo) => comparison.expect(upTo),
    (position, hash) => comparison.compare(position, hash),
  );
  const breaks: Break[] = fault ? [await explainFault(sql, fault)] : [];
  await sql`select set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)`;
  const head = await readChainHead(sql);
  const { inserted, unlinked } = await findUnlinked(sql);
  if (inserted) breaks.push(inserted);
  const unanchored = await comparison.finish(head?.position ?? 0, count);
  if (unanchored) breaks.push(unanchored);
  const { read, unreadable, last } = comparison;
  return {
    isSound: breaks.length === 0,
    breaks,
    verified: count,
    head: head && { position: head.position, hash: head.hash.toString("hex"), linkedAt: head.linkedAt.toISOString() },
    unlinked,
    anchors: opened && { place: opened.place, read, unreadable, last },
  };
}

async function* none(): AsyncGenerator<Placed> {}

async function findHash(sql: SqlOrTransaction, position: number): Promise<Buffer | null> {
  const [row] = await sql<{ hash: Buffer }[]>`select hash from public.audit_chain where position = ${position}::bigint`;
  return row?.hash ?? null;
}
