import type { Permission } from "@/lib/access/permissions";

type KindRow = { propose: Permission; approve: Permission; label: string };

/** The acts that need a second person: who may propose and carry them out, and who may approve. */
export const approvalKinds = {
  "policy.enforce": { propose: "policy.write", approve: "policy.approve", label: "Enforce a policy" },
  "token.revoke-many": { propose: "token.write", approve: "token.approve", label: "Revoke tokens" },
  "user.assign-role": { propose: "user.write", approve: "user.approve", label: "Change a role" },
} as const satisfies Record<string, KindRow>;

export type ApprovalKind = keyof typeof approvalKinds;

// The keys of an object literal, which has no others.
export const approvalKindNames = Object.keys(approvalKinds) as [ApprovalKind, ...ApprovalKind[]];
