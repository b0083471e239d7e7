import { stat } from "node:fs/promises";
import { connectSql, type SqlOrTransaction } from "@/db/client";
import type { Anchor } from "../anchor/anchor";
import { type AnchorState, readAnchorState } from "../anchor/anchor-state";
import { readAnchors } from "../anchor/read-anchors";
import { beginCanonical } from "../chain/canonical-row";
import { readChainHead } from "../chain/link-audit";
import { atOneSnapshot } from "./at-one-snapshot";
import { AnchorComparison, type Placed } from "./compare-anchors";
import { explainFault } from "./explain-fault";
import { findUnlinked } from "./find-unlinked";
import type { Break, Verdict } from "./verdict";
import { verifyLinks } from "./verify-links";

/** Two make the canonical forms nearly as fast as one thread hashes them. */
const connections = 2;

/** What the chain is held against: a file of anchors, or one that somebody wrote down. */
export type AnchorSource = { file: string } | { anchor: Anchor } | null;

/**
 * Verifies the whole audit trail as it stands at one moment, in bounded memory, reading nothing into being but its own
 * connections. A file of anchors that is not there counts as none, unless the database says that anchors were written to it. Rejects with the driver's error where the database or the
 * file cannot be read.
 */
export async function verifyAudit(databaseUrl: string, source: AnchorSource, rowsInRange?: number): Promise<Verdict> {
  const since = performance.now();
  const sql = connectSql(databaseUrl, { max: connections, name: "muster-audit" });
  try {
    // In this order: what the database says was written is in the file, and the links of what is in the file are in the snapshot.
    const state = await readAnchorState(sql);
    const anchors = await openSource(source);
    const verdict = await atOneSnapshot(sql, connections, (readers) => verifyIn(readers, anchors, rowsInRange));
    const lost = findLostAnchors(source, state, verdict.anchors?.last ?? null);
    if (lost) verdict.breaks.push(lost);
    const isSound = verdict.breaks.length === 0;
    return { ...verdict, isSound, anchoredAt: state?.place ?? null, seconds: (performance.now() - since) / 1_000 };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The database may be lied to about this, but then it says less: whoever cuts off the trail and takes its anchors away is seen here. */
function findLostAnchors(source: AnchorSource, state: AnchorState | null, last: Anchor | null): Break | null {
  if (!source || !("file" in source) || !state?.last || state.place !== source.file) return null;
  const { time, position } = state.last;
  if (last && last.position >= position) return null;
  const found = last ? `ends with the anchor of position ${last.position}` : "is not there, or holds no anchor";
  const text = `The anchor of ${time}, position ${position}, was written to ${source.file}, which ${found}: anchors were taken away.`;
  return { kind: "unanchored", position, auditId: null, text };
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

async function verifyIn(
  readers: readonly [SqlOrTransaction, ...SqlOrTransaction[]],
  opened: Opened,
  rowsInRange: number | undefined,
): Promise<Omit<Verdict, "seconds" | "anchoredAt" | "isSound">> {
  for (const reader of readers) await beginReading(reader);
  const [sql] = readers;
  const comparison = new AnchorComparison(opened?.anchors ?? none(), findHash);
  const head = await readChainHead(sql);
  const { count, fault } = await verifyLinks(readers, head?.position ?? null, comparison, rowsInRange);
  const breaks: Break[] = fault ? [await explainFault(sql, fault)] : [];
  await sql`select set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true)`;
  const { inserted, unlinked } = await findUnlinked(sql);
  if (inserted) breaks.push(inserted);
  const unanchored = await comparison.finish(sql, head?.position ?? 0, count);
  if (unanchored) breaks.push(unanchored);
  const { read, unreadable, last } = comparison;
  return {
    breaks,
    verified: count,
    head: head && { position: head.position, hash: head.hash.toString("hex"), linkedAt: head.linkedAt.toISOString() },
    unlinked,
    anchors: opened && { place: opened.place, read, unreadable, last },
  };
}

/** Links are read in their order and rows by their key, so that the memory of the server is bounded too; to compile each query takes longer than it saves. */
async function beginReading(sql: SqlOrTransaction): Promise<void> {
  await beginCanonical(sql);
  await sql`select set_config(name, 'off', true) from unnest(array['enable_hashjoin', 'enable_mergejoin', 'jit']) name`;
}

async function* none(): AsyncGenerator<Placed> {}

async function findHash(sql: SqlOrTransaction, position: number): Promise<Buffer | null> {
  const [row] = await sql<{ hash: Buffer }[]>`select hash from public.audit_chain where position = ${position}::bigint`;
  return row?.hash ?? null;
}
