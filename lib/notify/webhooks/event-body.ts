import type { RecordedEvent } from "@/lib/events/read-new-events";
import type { Description } from "./describe-events";
import { untitledKinds, type WebhookEventKind, webhookEvents } from "./webhook-events";

/** What an event may be about. Anything else that a feature keeps with it stays inside. */
const subjectKeys = [
  ...["finding", "incident", "policy", "approval", "change", "provider", "device", "device-set", "devices", "cluster"],
  ...["endpoint", "host", "review", "exposureList", "token", "webhook"],
];
const mostTextLength = 300;

/** The id of an event's message: the same for every webhook, at every attempt. */
export const messageIdOf = (event: RecordedEvent): string => `evt_${event.id}`;

/**
 * The body as it is sent: Standard Webhooks' type, timestamp and data. Written field by field: of figures and subjects only those that are
 * listed, and of those only numbers, booleans and short texts, so that no evidence, secret or contact leaves with them.
 */
export function eventBody(
  event: RecordedEvent,
  {
    kind,
    description,
    publicUrl,
  }: { kind: WebhookEventKind; description?: Description | undefined; publicUrl: string },
): string {
  const { label, figures } = webhookEvents[kind];
  const subjects = pick(event.subjects, subjectKeys);
  const ownTitle = untitledKinds.has(kind) ? label : event.title;
  return JSON.stringify({
    type: kind,
    timestamp: event.happenedAt.toISOString(),
    data: {
      event: event.id,
      title: (description?.title ?? ownTitle).slice(0, mostTextLength),
      happened_until: event.happenedUntil?.toISOString() ?? null,
      recorded_at: event.recordedAt.toISOString(),
      subjects,
      figures: description?.figures ?? pick(event.figures, figures),
      url: pageOf(description?.reference ? { incident: description.reference } : subjects, publicUrl),
    },
  });
}

/** What a test is sent with. */
export function testBody(webhook: { id: string; name: string }, publicUrl: string, now: Date): string {
  return JSON.stringify({
    type: "webhook.test",
    timestamp: now.toISOString(),
    data: {
      title: `Test of “${webhook.name}”`,
      subjects: { webhook: webhook.id },
      url: `${publicUrl}/settings/webhooks`,
    },
  });
}

type Plain = string | number | boolean;
type Numbers = { [name: string]: number | Numbers };

/** "turnedAway" becomes "turned_away", as in the API. */
function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, Plain | Numbers> {
  const entries = keys.flatMap((key) => {
    const value = from[key];
    const kept = isPlain(value) ? short(value) : numbersOf(value);
    return kept === null ? [] : [[snakeCase(key), kept] as const];
  });
  return Object.fromEntries(entries);
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isPlain = (value: unknown): value is Plain =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

const short = (value: Plain): Plain => (typeof value === "string" ? value.slice(0, mostTextLength) : value);

/** {"devices":3,"gpus":24}, also within: {"now":{"devices":3},"last24Hours":{"devices":4},"providers":1} */
function numbersOf(value: unknown): Numbers | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const kept = typeof each === "number" ? each : numbersOf(each);
    return kept === null ? [] : [[snakeCase(key), kept] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function pageOf(subjects: Record<string, unknown>, publicUrl: string): string | null {
  const path = [
    ["finding", "/findings/"],
    ["incident", "/incidents/"],
    ["approval", "/approvals/"],
    ["device", "/fleet/devices/"],
    ["endpoint", "/settings/endpoints/"],
  ].find(([key = ""]) => key in subjects);
  if (path) return `${publicUrl}${path[1]}${encodeURIComponent(String(subjects[path[0] ?? ""]))}`;
  return "policy" in subjects ? `${publicUrl}/fleet/policy` : null;
}
