import { expect, test } from "vitest";
import type { Actor } from "@/lib/context";
import { isLimitedBy, may, type Permission, permissions, requirePermission, roles } from "./permissions";

/** The whole table once more, by hand: v, r, i (incident responder) and a stand for the four roles. */
const expected: Record<Permission, string> = {
  "fleet.read": "v r i a",
  "device.read": "v r i a",
  "device.export": "r i a",
  "device.quarantine": "i a",
  "device.retire": "i a",
  "device.move": "a",
  "device-set.read": "v r i a",
  "device-set.write": "r i a",
  "provider.read": "v r i a",
  "provider.read-contact": "r i a",
  "provider.write": "r a",
  "policy.read": "v r i a",
  "policy.write": "a",
  "policy.approve": "i a",
  "change.read": "v r i a",
  "change.write": "r i a",
  "finding.read": "v r i a",
  "finding.write": "i a",
  "incident.read": "v r i a",
  "incident.read-private": "i a",
  "incident.read-evidence": "i a",
  "incident.write": "i a",
  "incident.work": "r i a",
  "playbook.read": "v r i a",
  "playbook.write": "i a",
  "incident-rule.write": "i a",
  "update.read": "v r i a",
  "update.send": "i a",
  "endpoint.read": "v r i a",
  "endpoint.read-report": "i a",
  "endpoint.write": "i a",
  "session.read": "v r i a",
  "session.end": "v r i a",
  "session.end-any": "a",
  "user.read": "a",
  "user.write": "a",
  "user.approve": "a",
  "token.read": "a",
  "token.write": "a",
  "token.approve": "a",
  "approval.read": "i a",
  "audit.read": "a",
  "audit.export": "a",
  "webhook.read": "a",
  "webhook.write": "a",
  "settings.read": "a",
  "settings.write": "a",
};
const letters = { viewer: "v", relations: "r", responder: "i", admin: "a" } as const;
const all = Object.keys(permissions) as Permission[];
const user = (role: (typeof roles)[number]): Actor => ({ kind: "user", id: "u", name: "U", role });
const token = (role: (typeof roles)[number], isReadOnly: boolean): Actor => ({
  kind: "token",
  id: "t",
  name: "T",
  role,
  isReadOnly,
});

test.each(all)("%s", (permission) => {
  const allowed = roles.filter((role) => may(user(role), permission)).map((role) => letters[role]);
  expect(allowed.join(" ")).toBe(expected[permission]);
});

test("a token that only reads does nothing but read, whatever its role", () => {
  for (const permission of all) {
    const isRead = /\.(read|read-contact|read-private|read-evidence|read-report|export)$/.test(permission);
    for (const role of roles) {
      expect(may(token(role, true), permission)).toBe(isRead && may(user(role), permission));
      expect(may(token(role, false), permission)).toBe(may(user(role), permission));
    }
  }
});

test("a token may do what its own role and its maker's present one both permit, in whichever order they stand", () => {
  for (const permission of all) {
    for (const role of roles) {
      for (const makerRole of roles) {
        const both = may(user(role), permission) && may(user(makerRole), permission);
        expect(may({ ...token(role, false), makerRole } as Actor, permission)).toBe(both);
      }
    }
  }
  const limited = roles.flatMap((role) => roles.filter((maker) => isLimitedBy(role, maker)).map((m) => `${role}<${m}`));
  expect(limited).toEqual([
    ...["relations<viewer", "relations<responder", "responder<viewer", "responder<relations"],
    ...["admin<viewer", "admin<relations", "admin<responder"],
  ]);
});

test("a refusal names the roles that may", () => {
  expect(() => requirePermission(user("viewer"), "policy.write")).toThrow(/admin/);
  expect(() => requirePermission(user("viewer"), "policy.write")).toThrow(
    expect.objectContaining({ kind: "forbidden", code: "forbidden", details: { permission: "policy.write" } }),
  );
  expect(() => requirePermission(user("admin"), "policy.write")).not.toThrow();
});
