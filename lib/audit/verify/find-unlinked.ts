import type { SqlOrTransaction } from "@/db/client";
import type { Break, Verdict } from "./verdict";

type Found = { behind: number; firstBehind: number | null; rows: number; oldestAt: Date | null };

/**
 * Rows of the log that no link names: those after the head wait for the linker; one that sorts before it was put in later,
 * since the linker passes no row over. (In a database that was restored elsewhere transactions count anew, and all wait.)
 */
export async function findUnlinked(
  sql: SqlOrTransaction,
): Promise<{ inserted: Break | null; unlinked: Verdict["unlinked"] }> {
  const [found] = await sql<Found[]>`
    with head as (select xid, audit_id from public.audit_chain order by position desc limit 1)
    select count(*) filter (where is_behind)::float8 as behind, min(id) filter (where is_behind)::float8 as "firstBehind",
      count(*) filter (where not is_behind)::float8 as rows, min(at) filter (where not is_behind) as "oldestAt"
    from (
      select a.id, a.at, coalesce((a.xid, a.id) < (head.xid, head.audit_id), false)
        and head.xid < pg_snapshot_xmax(pg_current_snapshot()) as is_behind
      from public.audit_log a left join head on true
      where not exists (select from public.audit_chain c where c.audit_id = a.id)
    ) unlinked`;
  const { behind = 0, firstBehind = null, rows = 0, oldestAt = null } = found ?? {};
  return {
    inserted: behind > 0 ? describeInserted(behind, firstBehind) : null,
    unlinked: { rows, oldestAt: oldestAt?.toISOString() ?? null },
  };
}

function describeInserted(count: number, auditId: number | null): Break {
  const others = count > 1 ? `, and ${count - 1} more,` : "";
  const text = `Row ${auditId}${others} stands among linked rows and in no link: it was put in later, or its link was taken away.`;
  return { kind: "inserted", position: null, auditId, text };
}
