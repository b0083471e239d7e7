import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";

export const roles = ["viewer", "relations", "responder", "admin"] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const staff = ["relations", "responder", "admin"] as const;
const responders = ["responder", "admin"] as const;
const relations = ["relations", "admin"] as const;
const admins = ["admin"] as const;

/** Who may do what. The one place. */
export const permissions = {
  "fleet.read": everyone,
  "device.read": everyone,
  "device.export": staff,
  "device.quarantine": responders,
  "device.retire": responders,
  "device.move": admins,
  "device-set.read": everyone,
  "device-set.write": staff,
  "provider.read": everyone,
  "provider.read-contact": staff,
  "provider.write": relations,
  "policy.read": everyone,
  "policy.write": admins,
  "policy.approve": responders,
  "change.read": everyone,
  "change.write": staff,
  "finding.read": everyone,
  "finding.write": responders,
  "incident.read": everyone,
  "incident.read-private": responders,
  "incident.read-evidence": responders,
  "incident.write": responders,
  "incident.work": staff,
  "incident-rule.write": responders,
  "playbook.read": everyone,
  "playbook.write": responders,
  "update.read": everyone,
  /** To providers only with provider.read-contact too. */
  "update.send": responders,
  "endpoint.read": everyone,
  "endpoint.read-report": responders,
  "endpoint.write": responders,
  "session.read": everyone,
  "session.end": everyone,
  "session.end-any": admins,
  "user.read": admins,
  "user.write": admins,
  "user.approve": admins,
  "token.read": admins,
  "token.write": admins,
  "token.approve": admins,
  "approval.read": responders,
  "audit.read": admins,
  "audit.export": admins,
  "webhook.read": admins,
  "webhook.write": admins,
  "settings.read": admins,
  "settings.write": admins,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** What a token that only reads may do: an export changes nothing but the audit trail. */
const readPermission = /\.(read(-.+)?|export)$/;

const roleMay = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role);

/** An API token may do what both its own role and its maker's present one permit: roles are no ladder of which one could take the lower. */
export function may(actor: Actor, permission: Permission): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "token") {
    if (actor.isReadOnly && !readPermission.test(permission)) return false;
    if (actor.makerRole && !roleMay(actor.makerRole, permission)) return false;
  }
  return roleMay(actor.role, permission);
}

/** Whether a token of `role` may do less because its maker is `makerRole` now. */
export const isLimitedBy = (role: Role, makerRole: Role): boolean =>
  // Object.keys of a table whose keys are the permissions.
  (Object.keys(permissions) as Permission[]).some((each) => roleMay(role, each) && !roleMay(makerRole, each));

/** Throws AppError "forbidden" that names the roles which may. The first line of every query and act. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  const allowed = permissions[permission].join(", ");
  throw new AppError("forbidden", "forbidden", `This needs one of the roles: ${allowed}.`, { permission });
}
