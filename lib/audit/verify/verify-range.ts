import { hash } from "node:crypto";
import type { SqlOrTransaction } from "@/db/client";
import { beforeFirst, currentForm } from "../chain/canonical-row";
import { type ChainRow, readChainRows } from "./chain-rows";

/** Where the chain stops being what it should be. */
export type Fault = {
  /** Where the next link should have been. */
  position: number;
  previous: Buffer;
  found: { position: number; auditId: number; form: number; isRowThere: boolean };
};

/** The links after one position, up to another; the last range has no end. */
export type Range = { after: number; upTo: number | null };

export type RangeVerified = {
  /** The last sound position; `after` if there is none. */
  position: number;
  fault: Fault | null;
  /** The sound links of the positions that were wanted. */
  wanted: { position: number; hash: Buffer }[];
};

/**
 * Computes the links of a range anew, up to the first fault. It begins with the hash that is stored at `after`, so that ranges
 * can be verified in any order: whether that hash is sound, or there at all, the range before says.
 */
export async function verifyRange(
  sql: SqlOrTransaction,
  { after, upTo }: Range,
  isWanted: { has(position: number): boolean },
): Promise<RangeVerified> {
  const previous = Buffer.from(beforeFirst);
  const stored = Buffer.alloc(previous.length);
  const verified: RangeVerified = { position: after, fault: null, wanted: [] };
  const stopAt = (row: ChainRow) => {
    verified.fault = faultAt(verified.position + 1, previous, row);
  };
  await readChainRows(sql, { from: after > 0 ? after : null, to: upTo }, (row, bytes, end) => {
    if (verified.fault) return;
    if (after > 0 && row.position === after) {
      bytes.copy(previous, 0, row.hashStart, row.hashEnd);
      return;
    }
    const isNext = row.position === verified.position + 1 && row.form === currentForm && row.length >= 0;
    if (!isNext || row.hashEnd - row.hashStart !== stored.length) return stopAt(row);
    // Taken before the bytes in front of the text, of which the stored hash is part, are written over.
    bytes.copy(stored, 0, row.hashStart, row.hashEnd);
    const computed = hashInPlace(previous, bytes, end - row.length, end);
    if (!computed.equals(stored)) return stopAt(row);
    computed.copy(previous);
    verified.position += 1;
    if (isWanted.has(verified.position)) verified.wanted.push({ position: verified.position, hash: computed });
  });
  if (!verified.fault && upTo !== null && verified.position < upTo) {
    // Its last links are missing: the chain goes on somewhere behind it, since another range follows.
    await readChainRows(sql, { from: upTo, to: null, limit: 1 }, stopAt);
  }
  return verified;
}

const faultAt = (position: number, previous: Buffer, { position: at, auditId, form, length }: ChainRow): Fault => ({
  position,
  previous: Buffer.from(previous),
  found: { position: at, auditId, form, isRowThere: length >= 0 },
});

/** SHA-256 of `previous` and the text, without copying the text: the hash before is written in front of it. */
function hashInPlace(previous: Buffer, bytes: Buffer, start: number, end: number): Buffer {
  const from = start - previous.length;
  previous.copy(bytes, from);
  return hash("sha256", bytes.subarray(from, end), "buffer");
}
