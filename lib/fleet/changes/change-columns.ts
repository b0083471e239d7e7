import { changes } from "@/db/schema/fleet";
import type { Change } from "./change";
import type { ChangeKind } from "./change-kinds";

export const changeColumns = {
  id: changes.id,
  kind: changes.kind,
  title: changes.title,
  description: changes.description,
  startsAt: changes.startsAt,
  endsAt: changes.endsAt,
  policyId: changes.policyId,
  revision: changes.revision,
  createdBy: changes.createdBy,
};

/** The column is text; only changeKinds are ever written to it. */
export const asChange = (row: Omit<Change, "kind"> & { kind: string }): Change => ({
  ...row,
  kind: row.kind as ChangeKind,
});
