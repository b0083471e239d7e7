import { Badge } from "@/components/ui/badge";
import type { ApprovalState } from "@/lib/access/approvals/approval";

const looks = {
  open: ["warn", "waits for a second person"],
  approved: ["good", "approved, not done yet"],
  expired: ["neutral", "expired"],
  carried_out: ["outline", "carried out"],
  rejected: ["bad", "rejected"],
  withdrawn: ["neutral", "withdrawn"],
  lapsed: ["neutral", "lapsed"],
} as const satisfies Record<ApprovalState, readonly [string, string]>;

export function ApprovalBadge({ state }: { state: ApprovalState }) {
  const [tone, label] = looks[state];
  return <Badge tone={tone}>{label}</Badge>;
}
