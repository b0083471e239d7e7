import { type Sql, wrapSql } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { systemCtx } from "@/lib/context";
import { recordDomainEvent } from "@/lib/events/record-domain-event";
import type { DemoState } from "./demo-state";
import { minimumAgent, scenarioTitle } from "./scenario";

/** Leaves in the audit trail and the timeline what the demo did, once its times are settled. */
export async function recordStory(sql: Sql, state: DemoState, collapseAt: Date, now: Date): Promise<void> {
  const { db, actor } = systemCtx(wrapSql(sql), "demo", now);
  await db.transaction(async (transaction) => {
    const ctx = { db: transaction, actor, now };
    await recordAudit(ctx, {
      action: "demo.start",
      target: { kind: "demo", id: state.scene },
      after: { title: scenarioTitle, ...state.scale, collapseAt: collapseAt.toISOString() },
    });
    await recordDomainEvent(ctx, {
      kind: "policy.set",
      title: `Policy ${state.policyId}: agent ${minimumAgent} or later, no universal token`,
      happenedAt: collapseAt,
      subjects: { policy: state.policyId },
    });
  });
}
