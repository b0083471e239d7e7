import type { UserRow } from "./list-users";

/** What a change of a role is decided upon: where the person stands now. */
export const roleBasis = ({ role, groupRole, assignedRole, disabledAt }: UserRow) => ({
  role,
  groupRole,
  assignedRole,
  isDisabled: disabledAt !== null,
});
