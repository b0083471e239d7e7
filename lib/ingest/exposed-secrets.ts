import { createHmac } from "node:crypto";
import type { Sql } from "@/db/client";
import { minuteOf } from "@/lib/fleet/minute";

/** Of an HMAC, held in memory: of two million, none is alike by chance. */
const headBytes = 8;
const headsAQuery = 50_000;
/** 16 MB; what lies beyond is not recognised. */
const mostHeads = 2_000_000;
/** Longer texts are not looked at. */
const longest = 256;
const mostNoted = 10_000;

/**
 * What leaked lists hold of secrets, as the sorted beginnings of their HMACs, and the uses of exposed tokens since the last flush. A token that is
 * let in and was not exposed never comes here.
 */
export class ExposedSecrets {
  #key: string | Buffer = "";
  #heads = Buffer.alloc(0);
  #lists = 0;
  #noted = new Map<string, number>();

  /** Reads the HMACs again when another list was looked through. */
  async refresh(sql: Sql): Promise<void> {
    const [row] = await sql<{ lists: number }[]>`select count(*)::int as lists from exposure_lists`;
    const lists = row?.lists ?? 0;
    if (lists === this.#lists) return;
    const [key] = await sql<{ value: string }[]>`select value #>> '{}' as value from exposure_key`;
    if (!key) return;
    const heads = await readHeads(sql);
    this.#key = Buffer.from(key.value, "base64");
    this.#heads = heads;
    this.#lists = lists;
  }

  /** `text` was refused, and no token of Muster's. */
  noteRefused(text: string, nowMs: number): void {
    if (this.#heads.length === 0 || text.length > longest) return;
    const hmac = createHmac("sha256", this.#key).update(text).digest();
    if (this.#holds(hmac)) this.#note(`hmac:${hmac.toString("hex")}`, false, nowMs);
  }

  /** A token that is known to be exposed was shown. */
  noteToken(id: string, isAccepted: boolean, nowMs: number): void {
    this.#note(`token:${id}`, isAccepted, nowMs);
  }

  /** Writes what was noted since; keeps it for the next time when that fails. */
  async flush(sql: Sql): Promise<void> {
    if (this.#noted.size === 0) return;
    const noted = this.#noted;
    this.#noted = new Map();
    const rows = [...noted].map(([key, count]) => [...key.split("|"), count] as [string, string, string, number]);
    try {
      await sql`
        insert into exposed_uses as u (minute, subject, is_accepted, count)
        select minute, subject, is_accepted::boolean, count from unnest(${rows.map((row) => Number(row[0]))}::int[], ${rows.map((row) => row[1])}::text[],
          ${rows.map((row) => row[2])}::text[], ${rows.map((row) => row[3])}::bigint[]) as t(minute, subject, is_accepted, count)
        order by 1, 2, 3
        on conflict (minute, subject, is_accepted) do update set count = u.count + excluded.count`;
    } catch (error) {
      for (const [key, count] of noted) this.#noted.set(key, (this.#noted.get(key) ?? 0) + count);
      throw error;
    }
  }

  #note(subject: string, isAccepted: boolean, nowMs: number): void {
    const key = `${minuteOf(nowMs)}|${subject}|${isAccepted}`;
    const count = this.#noted.get(key);
    if (count !== undefined || this.#noted.size < mostNoted) this.#noted.set(key, (count ?? 0) + 1);
  }

  #holds(hmac: Buffer): boolean {
    let [low, high] = [0, this.#heads.length / headBytes - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = middle * headBytes;
      const order = hmac.compare(this.#heads, at, at + headBytes, 0, headBytes);
      if (order === 0) return true;
      if (order < 0) high = middle - 1;
      else low = middle + 1;
    }
    return false;
  }
}

/** In blocks, so that a long list does not hold up heartbeats. */
async function readHeads(sql: Sql): Promise<Buffer<ArrayBuffer>> {
  const blocks: Buffer[] = [];
  let after = Buffer.alloc(0);
  for (let count = 0; count < mostHeads; count += headsAQuery) {
    const [block] = await sql<{ heads: Buffer | null; last: Buffer | null }[]>`
      select string_agg(substring(hmac from 1 for ${headBytes}), ''::bytea order by hmac) as heads,
        (array_agg(hmac order by hmac desc))[1] as last
      from (select hmac from exposed_identifiers where is_secret and hmac > ${after} order by hmac limit ${headsAQuery}) e`;
    if (!block?.heads || !block.last) break;
    blocks.push(Buffer.from(block.heads));
    after = Buffer.from(block.last);
  }
  return Buffer.concat(blocks);
}
