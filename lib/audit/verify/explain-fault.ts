import type { SqlOrTransaction } from "@/db/client";
import { canonicalRow, currentForm } from "../chain/canonical-row";
import { hashLink } from "../chain/link-audit";
import type { Break } from "./verdict";
import type { Fault } from "./verify-range";

type Neighbour = {
  position: number;
  auditId: number;
  hash: Buffer;
  /** In its place, and one place earlier. */
  text: string | null;
  textBefore: string | null;
  /** Whether its row came after the row of the next link. */
  isAfterNext: boolean | null;
};

/** How far behind a fault a sound link is looked for. */
const lookAhead = 1_000;

/** What was done to the row at the first fault, told from the links around it. */
export async function explainFault(sql: SqlOrTransaction, fault: Fault): Promise<Break> {
  const { position, found } = fault;
  const told = (kind: Break["kind"], text: string, auditId: number | null = found.auditId): Break => ({
    kind,
    position,
    auditId,
    text,
  });
  if (found.position < position) {
    return told("inserted", `A link stands at position ${found.position}, where the chain has none.`);
  }
  if (found.position > position) {
    const last = found.position - 1;
    const missing = last > position ? `positions ${position} to ${last} are` : `position ${position} is`;
    return told("deleted", `The link at ${missing} missing.`, null);
  }
  if (!found.isRowThere) {
    return told("deleted", `Row ${found.auditId}, at position ${position}, is no longer in the log.`);
  }
  if (found.form !== currentForm) {
    return told("edited", `Position ${position} has form ${found.form}, which this version of Muster does not know.`);
  }
  return explainHash(fault, await readNeighbours(sql, position), told);
}

function explainHash(
  { position, previous, found }: Fault,
  neighbours: readonly Neighbour[],
  told: (kind: Break["kind"], text: string, auditId?: number | null) => Break,
): Break {
  const at = (place: number) => neighbours.find((each) => each.position === place);
  const [before, here, next] = [at(position - 1), at(position), at(position + 1)];
  const fits = (hash: Buffer | undefined, row: Neighbour | undefined, text: string | null | undefined) =>
    hash !== undefined && row !== undefined && typeof text === "string" && hashLink(hash, text).equals(row.hash);
  if (fits(previous, next, next?.textBefore)) {
    return told("inserted", `Row ${found.auditId} was put in at position ${position}: the chain goes on without it.`);
  }
  if (before && fits(at(position - 2)?.hash ?? Buffer.alloc(32), here, here?.textBefore)) {
    return {
      ...told(
        "inserted",
        `Row ${before.auditId} was put in at position ${before.position}: the chain goes on without it.`,
      ),
      position: before.position,
      auditId: before.auditId,
    };
  }
  if (here?.isAfterNext || before?.isAfterNext) {
    return told("reordered", `Row ${found.auditId}, at position ${position}, does not stand in the order of commits.`);
  }
  const isAnySound = neighbours.some(
    (row, index) => fits(neighbours[index - 1]?.hash, row, row.text) && row.position > position,
  );
  return isAnySound
    ? told("edited", `Row ${found.auditId}, at position ${position}, is not what it was when it was linked.`)
    : told(
        "deleted",
        `From row ${found.auditId} on, position ${position}, nothing fits: rows before it were taken out.`,
      );
}

function readNeighbours(sql: SqlOrTransaction, position: number): Promise<Neighbour[]> {
  const text = (place: string) =>
    `case when a.id is not null then ${canonicalRow({ position: place, linkedAt: "c.linked_at" })}::text end`;
  return sql.unsafe<Neighbour[]>(
    `select c.position::float8 as position, c.audit_id::float8 as "auditId", c.hash, ${text("c.position")} as text,
       ${text("c.position - 1")} as "textBefore",
       (a.xid, a.id) > (lead(a.xid) over (order by c.position), lead(a.id) over (order by c.position)) as "isAfterNext"
     from public.audit_chain c left join public.audit_log a on a.id = c.audit_id
     where c.position between $1::bigint - 2 and $1::bigint + ${lookAhead} order by c.position`,
    [position],
  );
}
