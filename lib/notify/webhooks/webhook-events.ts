/** What may be subscribed to: the kinds of domain_events, in the order of the form, each with the figures of it that are sent. */
export const webhookEvents = {
  "finding.opened": { label: "Finding opened", figures: [] },
  "finding.acknowledged": { label: "Finding acknowledged", figures: [] },
  "finding.suppressed": { label: "Finding suppressed", figures: [] },
  "finding.reopened": { label: "Finding came back", figures: [] },
  "finding.resolved": { label: "Finding resolved", figures: [] },
  "incident.opened": { label: "Incident opened", figures: [] },
  "incident.moved": { label: "Incident changed its state", figures: [] },
  "incident.severity-set": { label: "Incident changed its severity", figures: [] },
  "incident.merged": { label: "Incident merged", figures: [] },
  "policy.set": { label: "Policy set", figures: ["turnedAway", "reported", "estimatedAt"] },
  "policy.withdrawn": { label: "Policy withdrawn", figures: [] },
  "approval.proposed": { label: "Approval asked for", figures: ["kind"] },
  "approval.approved": { label: "Approval given", figures: ["kind"] },
  "approval.rejected": { label: "Approval refused", figures: ["kind"] },
  "change.created": { label: "Change entered", figures: [] },
  "change.updated": { label: "Change edited", figures: [] },
  "change.deleted": { label: "Change deleted", figures: [] },
  "device.quarantined": { label: "Devices quarantined", figures: ["devices", "gpus"] },
  "device.released": { label: "Devices released", figures: ["devices", "gpus"] },
  "device.retired": { label: "Devices retired", figures: ["devices", "gpus"] },
  "device.moved": { label: "Device moved", figures: [] },
  "exposure.list": { label: "Leaked list looked through", figures: ["identifiers", "liveTokens", "users", "devices"] },
  "endpoint.created": { label: "Public endpoint entered", figures: [] },
  "endpoint.updated": { label: "Public endpoint edited", figures: [] },
  "endpoint.removed": { label: "Public endpoint removed", figures: [] },
  "endpoint.reviewed": { label: "Public endpoint reviewed", figures: ["outcome", "endpoints"] },
} as const satisfies Record<string, { label: string; figures: readonly string[] }>;

export type WebhookEventKind = keyof typeof webhookEvents;

// The keys of an object literal, which has no others.
export const webhookEventKinds = Object.keys(webhookEvents) as [WebhookEventKind, ...WebhookEventKind[]];

/** Not subscribed to: sent when a person asks for it. */
export const testKind = "webhook.test";

/** Whose words are a person's own (a reason, a reviewer's name): the label is sent in place of the title. */
export const untitledKinds: ReadonlySet<WebhookEventKind> = new Set([
  ...(["incident.opened", "incident.moved", "incident.severity-set", "incident.merged"] as const),
  ...(["device.moved", "endpoint.reviewed"] as const),
]);
