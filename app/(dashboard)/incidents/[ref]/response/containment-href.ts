import type { ContainmentAct } from "@/lib/incidents/response/task-choices";

const pages: Record<ContainmentAct, string> = {
  revoke_tokens: "/settings/tokens?status=live",
  quarantine_devices: "/fleet/devices",
  change_policy: "/fleet/policy/new",
};

/** Where Muster does the act, in the name of the incident. */
export const containmentHref = (act: ContainmentAct, reference: string): string =>
  `${pages[act]}${pages[act].includes("?") ? "&" : "?"}incident=${encodeURIComponent(reference)}`;
