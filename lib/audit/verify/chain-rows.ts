import type { SqlOrTransaction } from "@/db/client";
import { canonicalRow } from "../chain/canonical-row";

/** A link as it is stored, beside the canonical form of the row that it names. */
export type ChainRow = {
  position: number;
  auditId: number;
  form: number;
  /** Where the stored hash lies in `bytes`: no view is made of it, which would be an object a row. */
  hashStart: number;
  hashEnd: number;
  /** Length of the canonical form in bytes, which end the row in `bytes`; -1 where the row is not in the log. */
  length: number;
};

/** Links of the chain by position, both ends included; without an end, however far it goes. */
export type LinkRange = { from: number | null; to: number | null; limit?: number };

const chainQuery = ({ from, to, limit }: LinkRange): string => {
  const text = canonicalRow({ position: "c.position", linkedAt: "c.linked_at" });
  const within = [from === null ? [] : `position >= ${from}`, to === null ? [] : `position <= ${to}`].flat();
  const where = within.length > 0 ? `where ${within.join(" and ")}` : "";
  return `select c.position, c.audit_id, c.form, c.hash, case when a.id is not null then ${text} end
    from (select * from public.audit_chain ${where} order by position limit ${limit ?? "all"}) c
    left join public.audit_log a on a.id = c.audit_id order by c.position`;
};

export type OnRow = (row: ChainRow, bytes: Buffer, end: number) => void;

const signature = 11;
const fields = 5;

/**
 * Calls `onRow` for the links of a range, in their order; the canonical form is `bytes` from `end - row.length` to `end`, and the 32 bytes
 * before it are the callee's to write over. Binary COPY, because a text of 400 bytes is then hashed where it arrived: no
 * string and no object is made of it. The `row` is one object, filled anew.
 */
export async function readChainRows(sql: SqlOrTransaction, range: LinkRange, onRow: OnRow): Promise<void> {
  const stream = await sql.unsafe(`copy (${chainQuery(range)}) to stdout (format binary)`).readable();
  const row: ChainRow = { position: 0, auditId: 0, form: 0, hashStart: 0, hashEnd: 0, length: 0 };
  let rest: Buffer = Buffer.alloc(0);
  let isBegun = false;
  for await (const chunk of stream) {
    const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    if (!isBegun) {
      if (bytes.length < signature + 8) {
        rest = bytes;
        continue;
      }
      at = signature + 8 + bytes.readInt32BE(signature + 4);
      isBegun = true;
    }
    for (let end = endOfRow(bytes, at); end > 0; end = endOfRow(bytes, at)) {
      fill(row, bytes, at);
      onRow(row, bytes, end);
      at = end;
    }
    rest = bytes.subarray(at);
  }
  // The driver stops reading from its socket while the stream is full, and starts again in the stream's own read(), which
  // nobody calls once the last chunk is in: the next query would wait for ever.
  stream._read(0);
}

/** Where the row that begins at `at` ends; 0 while it is not all there, or it is the mark of the end. */
function endOfRow(bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length || bytes.readInt16BE(at) !== fields) return 0;
  let end = at + 2;
  for (let field = 0; field < fields; field++) {
    if (end + 4 > bytes.length) return 0;
    end += 4 + Math.max(0, bytes.readInt32BE(end));
  }
  return end <= bytes.length ? end : 0;
}

function fill(row: ChainRow, bytes: Buffer, start: number): void {
  // Two bytes say how many fields; each has four of length before it.
  let at = start + 2 + 4;
  row.position = readBigint(bytes, at);
  at += 8 + 4;
  row.auditId = readBigint(bytes, at);
  at += 8 + 4;
  row.form = bytes.readInt16BE(at);
  at += 2;
  const length = bytes.readInt32BE(at);
  row.hashStart = at + 4;
  row.hashEnd = at + 4 + length;
  row.length = bytes.readInt32BE(row.hashEnd);
}

/** Positions and ids are far below 2^53. */
const readBigint = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4);
