import type { Permission } from "@/lib/access/permissions";

/** What answers without an account: the design's list, as far as it exists. */
export const openRoutes: readonly string[] = [
  "/login",
  "/login/sign-in",
  "/login/sign-out",
  "/api/auth/[...nextauth]",
  "/api/auth/back-channel-logout",
  "/healthz",
  "/readyz",
  "/metrics",
  // Drawn beside the name of the sign-in page.
  "/icon.svg",
];

/** Which permission a page asks for before it shows anything; a page of the build that stands neither here nor above fails the spec. */
export const pageRules: Record<string, Permission> = {
  "/": "fleet.read",
  "/audit": "audit.read",
  "/findings": "finding.read",
  "/findings/[id]": "finding.read",
  "/fleet": "fleet.read",
  "/fleet/devices": "device.read",
  "/fleet/devices/[id]": "device.read",
  "/fleet/policy": "policy.read",
  "/fleet/policy/new": "policy.write",
  "/fleet/providers": "provider.read",
  "/fleet/providers/[slug]": "provider.read",
  "/settings": "session.read",
  "/settings/sessions": "session.read",
  "/settings/sign-in": "settings.read",
  "/settings/tokens": "token.read",
  "/settings/users": "user.read",
  "/settings/users/[id]": "user.read",
};

/** The same for the routes that programs and pages call; all of them are read by GET. */
export const apiRules: Record<string, Permission> = {
  "/api/events": "fleet.read",
  "/api/v1/devices": "device.read",
  "/api/v1/devices/[id]/presence": "device.read",
  "/api/v1/findings": "finding.read",
  "/api/v1/fleet/summary": "fleet.read",
  "/api/v1/fleet/timeline": "fleet.read",
  "/fleet/devices/export": "device.export",
  "/fleet/devices/rows": "device.read",
  "/fleet/providers/rows": "provider.read",
};
