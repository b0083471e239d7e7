import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sql } from "@/db/client";

export type CopyValue = string | number | null;

const rowsAChunk = 2_000;

/** COPY of rows into `target` ("table (column, …)", of the program's own making), in the order in which they come. */
export async function copyRows(sql: Sql, target: string, rows: Iterable<readonly CopyValue[]>): Promise<void> {
  const writable = await sql.unsafe(`copy ${target} from stdin`).writable();
  await pipeline(Readable.from(chunksOf(rows)), writable);
}

function* chunksOf(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = "";
  let count = 0;
  for (const row of rows) {
    chunk += `${row.map(fieldOf).join("\t")}\n`;
    if (++count % rowsAChunk === 0) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk) yield chunk;
}

/** COPY's text format: these four would end the field, the row or be read as an escape. */
const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function fieldOf(value: CopyValue): string {
  if (value === null) return "\\N";
  return typeof value === "number" ? String(value) : value.replace(special, (found) => escapes[found] ?? found);
}
