import { hash } from "node:crypto";
import type { SqlOrTransaction } from "@/db/client";
import { beforeFirst, currentForm } from "../chain/canonical-row";
import { readChainRows } from "./chain-rows";

/** Where the chain stops being what it should be. */
export type Fault = {
  /** Where the next link should have been. */
  position: number;
  previous: Buffer;
  found: { position: number; auditId: number; form: number; isRowThere: boolean };
};

export type LinksVerified = { count: number; fault: Fault | null };

/** Rows of one COPY: at a fault the rest of them is read for nothing. */
const rowsAtOnce = 50_000;

/**
 * Computes every link anew, from the first on, up to the first fault. `onBatch` is told before each batch which positions
 * it holds, `onLink` of every sound link of the positions that it answers with. Memory is bounded by some chunks of a socket.
 */
export async function verifyLinks(
  sql: SqlOrTransaction,
  onBatch: (upTo: number) => Promise<{ has(position: number): boolean }>,
  onLink: (position: number, hash: Buffer) => void,
): Promise<LinksVerified> {
  const previous = Buffer.from(beforeFirst);
  let position = 0;
  let fault: Fault | null = null;
  for (;;) {
    const wanted = await onBatch(position + rowsAtOnce);
    const read = await readChainRows(sql, position === 0 ? null : position, rowsAtOnce, (row, bytes, end) => {
      if (fault) return;
      const isRowThere = row.length >= 0;
      const isNext = row.position === position + 1 && row.form === currentForm && isRowThere;
      // Taken before the bytes in front of the text, of which the stored hash is part, are written over.
      const stored = Buffer.from(row.hash);
      const computed = isNext ? hashInPlace(previous, bytes, end - row.length, end) : null;
      if (computed === null || !computed.equals(stored)) {
        const { position: at, auditId, form } = row;
        fault = {
          position: position + 1,
          previous: Buffer.from(previous),
          found: { position: at, auditId, form, isRowThere },
        };
        return;
      }
      computed.copy(previous);
      position += 1;
      if (wanted.has(position)) onLink(position, computed);
    });
    if (fault || read < rowsAtOnce) return { count: position, fault };
  }
}

/** SHA-256 of `previous` and the text, without copying the text: the hash before is written in front of it. */
function hashInPlace(previous: Buffer, bytes: Buffer, start: number, end: number): Buffer {
  const from = start - previous.length;
  previous.copy(bytes, from);
  return hash("sha256", bytes.subarray(from, end), "buffer");
}
