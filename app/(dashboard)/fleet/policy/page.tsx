import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import { findOverlaps } from "@/lib/fleet/changes/find-overlaps";
import { listChanges } from "@/lib/fleet/changes/list-changes";
import { listPolicies } from "@/lib/fleet/policy/list-policies";
import { Calendar } from "./calendar";
import { ChangeDialog } from "./change-dialog";
import { PolicyHistory } from "./policy-history";
import { PolicyInForce } from "./policy-in-force";

export const metadata: Metadata = { title: "Policy and calendar" };

const dayMs = 86_400_000;

export default async function PolicyPage() {
  const ctx = await requireCtx();
  const now = ctx.now.getTime();
  const [policies, changes] = await Promise.all([
    listPolicies(ctx),
    listChanges(ctx, { from: new Date(now - 30 * dayMs), to: new Date(now + 400 * dayMs) }),
  ]);
  const maySet = may(ctx.actor, "policy.write");
  const mayEnter = may(ctx.actor, "change.write");
  return (
    <>
      <PageHeader
        title="Policy and calendar"
        acts={
          <>
            {mayEnter ? <ChangeDialog /> : null}
            {maySet ? (
              <Link href="/fleet/policy/new" className={buttonClass({ variant: "primary" })}>
                Set a policy
              </Link>
            ) : null}
          </>
        }
      >
        Who is let in, what was and will be done to the fleet, and what falls together.
      </PageHeader>
      <PolicyInForce
        current={policies.find((policy) => policy.phase === "in_force") ?? null}
        upcoming={policies.filter((policy) => policy.phase === "upcoming").reverse()}
        mayWithdraw={maySet}
      />
      <Calendar changes={changes} overlaps={findOverlaps(changes)} now={now} mayEdit={mayEnter} />
      <PolicyHistory policies={policies} />
    </>
  );
}
