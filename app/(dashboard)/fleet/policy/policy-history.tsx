import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableCell, TableFrame, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { describePolicy } from "@/lib/fleet/policy/describe-policy";
import type { ListedPolicy, PolicyPhase } from "@/lib/fleet/policy/list-policies";
import { EffectLine } from "./effect-line";

const phases: Record<PolicyPhase, { label: string; tone: "neutral" | "warn" | "outline" }> = {
  in_force: { label: "In force", tone: "outline" },
  upcoming: { label: "Upcoming", tone: "warn" },
  past: { label: "Past", tone: "neutral" },
  withdrawn: { label: "Withdrawn", tone: "neutral" },
};

/** Every policy that was set, with what it was estimated to do. */
export function PolicyHistory({ policies }: { policies: ListedPolicy[] }) {
  return (
    <section aria-labelledby="history" className="grid gap-3">
      <h2 id="history" className="font-semibold text-body">
        History
      </h2>
      {policies.length === 0 ? (
        <EmptyState title="No policy was ever set">
          Every device that calls is let in. The first policy that an admin sets stands here, with its estimate.
        </EmptyState>
      ) : (
        <TableFrame label="Policies">
          <Table>
            <TableHead>
              <tr>
                <TableHeaderCell isNumber>No.</TableHeaderCell>
                <TableHeaderCell>Effective</TableHeaderCell>
                <TableHeaderCell>Phase</TableHeaderCell>
                <TableHeaderCell>Rules</TableHeaderCell>
                <TableHeaderCell>Estimated effect, of the 24 h before</TableHeaderCell>
                <TableHeaderCell>Set by</TableHeaderCell>
                <TableHeaderCell>Note</TableHeaderCell>
              </tr>
            </TableHead>
            <tbody>
              {policies.map((policy) => (
                <TableRow key={policy.id}>
                  <TableCell isNumber>{policy.id}</TableCell>
                  <TableCell>
                    <Time at={policy.effectiveAt} form="absolute" />
                  </TableCell>
                  <TableCell>
                    <Badge tone={phases[policy.phase].tone}>{phases[policy.phase].label}</Badge>
                  </TableCell>
                  <TableCell>{describePolicy(policy)}</TableCell>
                  <TableCell className="min-w-56 py-1.5 whitespace-normal">
                    {policy.estimate ? (
                      <EffectLine estimate={policy.estimate} />
                    ) : (
                      <span className="text-muted">not estimated</span>
                    )}
                  </TableCell>
                  <TableCell>{policy.createdBy}</TableCell>
                  <TableCell className="min-w-72 py-1.5 whitespace-normal">{policy.note}</TableCell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </section>
  );
}
