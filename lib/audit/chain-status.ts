import { requirePermission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { type AnchorState, readAnchorState } from "./anchor/anchor-state";
import { readChainHead } from "./chain/link-audit";
import { readVerification, type Verification } from "./verify/verification";

export type ChainStatus = {
  /** The last link; null while there is none. */
  head: { position: number; linkedAt: Date } | null;
  /** Rows after it, at most `mostCounted`. */
  unlinked: { rows: number; oldestAt: Date | null };
  anchor: AnchorState | null;
  verification: Verification | null;
};

export const mostCounted = 10_000;

/** How far the trail is protected, as the linker and the last verification said: it is no verification itself. */
export async function readChainStatus(ctx: Ctx): Promise<ChainStatus> {
  requirePermission(ctx.actor, "audit.read");
  const sql = ctx.db.$client;
  const [head, anchor, verification, [waiting]] = await Promise.all([
    readChainHead(sql),
    readAnchorState(sql),
    readVerification(sql),
    sql<{ rows: number; oldestAt: Date | null }[]>`
      with last as (select xid, audit_id from audit_chain order by position desc limit 1)
      select count(*)::int as rows, min(at) as "oldestAt" from (
        select at from audit_log
        where (xid, id) > (coalesce((select xid from last), '0'::xid8), coalesce((select audit_id from last), 0))
        order by xid, id limit ${mostCounted}
      ) waiting`,
  ]);
  return {
    head: head && { position: head.position, linkedAt: head.linkedAt },
    unlinked: waiting ?? { rows: 0, oldestAt: null },
    anchor,
    verification,
  };
}
