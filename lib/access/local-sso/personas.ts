import type { Role } from "@/lib/access/permissions";

export type Persona = { id: string; name: string; role: Role; does: string };

/** The people of the local sign-in. Two admins, since what one proposes another approves. */
export const personas: readonly Persona[] = [
  { id: "viewer", name: "Vera Viewer", role: "viewer", does: "Leadership: the state of the fleet, no contact data" },
  { id: "relations", name: "Remy Relations", role: "relations", does: "Looks after providers and their contacts" },
  { id: "responder", name: "Rosa Responder", role: "responder", does: "Findings, quarantine, clusters" },
  { id: "admin", name: "Ada Admin", role: "admin", does: "Policy, tokens, roles, settings" },
  { id: "admin2", name: "Anton Admin", role: "admin", does: "A second admin, for approvals" },
];

/** Not offered: somebody whom the provider knows and to whom it gives no role of Muster. */
export const guest = { id: "guest", name: "Gus Guest", role: "guest" };
