import type { Sql, SqlOrTransaction } from "@/db/client";

type Readers = readonly [SqlOrTransaction, ...SqlOrTransaction[]];

const readOnly = "isolation level repeatable read read only";

/**
 * Runs `work` with `count` transactions that all see the database as it stood at one moment, or with fewer where the server has no
 * connection to spare, or answers another one from a replica that does not know the moment.
 */
export async function atOneSnapshot<T>(sql: Sql, count: number, work: (readers: Readers) => Promise<T>): Promise<T> {
  const result = await sql.begin(readOnly, async (first) => {
    const [row] = await first<{ snapshot: string }[]>`select pg_catalog.pg_export_snapshot() as snapshot`;
    return [await withMore(sql, { snapshot: row?.snapshot ?? "", count }, [first], work)] as const;
  });
  return result[0] as T;
}

async function withMore<T>(
  sql: Sql,
  wanted: { snapshot: string; count: number },
  readers: Readers,
  work: (readers: Readers) => Promise<T>,
): Promise<T> {
  if (readers.length >= wanted.count) return work(readers);
  let isOpen = false;
  try {
    const result = await sql.begin(readOnly, async (another) => {
      await another.unsafe(`set transaction snapshot '${wanted.snapshot}'`);
      isOpen = true;
      return [await withMore(sql, wanted, [...readers, another], work)] as const;
    });
    return result[0] as T;
  } catch (error) {
    if (isOpen) throw error;
    return work(readers);
  }
}
