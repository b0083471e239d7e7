import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { may, type Permission, permissions } from "@/lib/access/permissions";
import type { Actor } from "@/lib/context";
import { type ContainmentAct, containmentActLabels, containmentActs } from "@/lib/incidents/response/task-choices";
import { containmentHref } from "./containment-href";

const needed: Record<ContainmentAct, Permission> = {
  revoke_tokens: "token.write",
  quarantine_devices: "device.quarantine",
  change_policy: "policy.write",
};

/** What Muster itself can do to contain; who may not is told who may. */
export function ContainmentLinks({ actor, reference }: { actor: Actor; reference: string }) {
  return (
    <div className="grid gap-2 rounded-lg border border-line bg-surface p-4">
      <h3 className="font-medium text-table">Contain from here</h3>
      <p className="text-caption text-muted">
        What is done this way is recorded with {reference} and stands in its timeline. The rules of each act hold: what
        needs a second person still does.
      </p>
      <ul className="flex flex-wrap items-center gap-2 text-table">
        {containmentActs.map((act) => (
          <li key={act}>
            {may(actor, needed[act]) ? (
              <Link href={containmentHref(act, reference)} className={buttonClass()}>
                {containmentActLabels[act]}
              </Link>
            ) : (
              <span className="text-muted">
                {containmentActLabels[act]}: {permissions[needed[act]].join(" or ")}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
