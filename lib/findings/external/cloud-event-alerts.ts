import { z } from "zod";
import { parseRfc3339 } from "@/lib/ingest/parse-rfc3339";
import { severityOf } from "./alert-severity";
import { boundedFields, boundedText } from "./bounded-text";
import { type ExternalAlert, fingerprintOf, keyOf, momentOf, type ReadAlerts, ruleOf } from "./external-alert";
import { FalcoEvent, falcoAlert } from "./falco-alert";

const required = z.string({ error: "must be a text" }).min(1, "must not be empty");

/** The context attributes and data of a CloudEvent, version 1.0 (cloudevents/spec, spec.md and json-format.md); extensions beside them. */
export const CloudEvent = z.looseObject({
  specversion: z.literal("1.0", { error: "must be 1.0" }),
  id: required,
  source: required,
  type: required,
  time: z.string().nullish(),
  subject: z.string().nullish(),
  datacontenttype: z.string().nullish(),
  data: z.unknown().optional(),
  data_base64: z.string().nullish(),
});
type CloudEvent = z.infer<typeof CloudEvent>;

const ending = /\.(firing|resolved)$/;

/** The alerts of CloudEvents. */
export function readCloudEvents(events: readonly unknown[], nowMs: number): ReadAlerts {
  const read: ReadAlerts = { alerts: [], refused: [] };
  for (const [index, value] of events.entries()) {
    const event = CloudEvent.safeParse(value);
    if (event.success) read.alerts.push(alertOf(event.data, nowMs));
    else {
      const field = event.error.issues[0]?.path[0];
      const detail = typeof field === "string" ? `${field} ${event.error.issues[0]?.message}` : "must be a CloudEvent";
      read.refused.push({ index, detail });
    }
  }
  return read;
}

/**
 * An alert is one source, type and subject. It is over where `status` (an extension, or in the data) is "resolved" or the type
 * ends in .resolved; ".firing" at the end of a type is left out of what it is.
 */
function alertOf(event: CloudEvent, nowMs: number): ExternalAlert {
  const data = dataOf(event);
  const falco = event.type.startsWith("falco.") ? FalcoEvent.safeParse(data) : null;
  // As falcosidekick sends it: the same event by another way is the same alert.
  if (falco?.success) return falcoAlert(falco.data, nowMs);
  const said = (name: string): string | undefined => textIn(event, name) ?? textIn(data, name);
  const type = event.type.replace(ending, "");
  const isOver = said("status")?.toLowerCase() === "resolved" || event.type.endsWith(".resolved");
  const subject = event.subject ?? undefined;
  const at = momentOf(parseRfc3339(event.time ?? ""), nowMs);
  const cluster = said("cluster");
  const startedAt = parseRfc3339(said("startsAt") ?? "");
  const { data: _, data_base64: __, ...attributes } = event;
  return {
    source: "cloudevents",
    fingerprint: fingerprintOf("cloudevents", [event.source, type, subject ?? ""]),
    rule: ruleOf("cloudevents", type),
    severity: severityOf(said("severity") ?? said("priority")),
    title: boundedText(said("title") ?? said("summary") ?? (subject ? `${type}: ${subject}` : type), 200),
    summary: boundedText(said("description") ?? said("message") ?? `${type} from ${event.source}`),
    attack: [],
    subjects: cluster ? { cluster: boundedText(cluster, 200) } : {},
    evidence: boundedFields({ ...attributes, data }),
    firedAt: isOver ? (startedAt === null ? null : momentOf(startedAt, nowMs)) : at,
    resolvedAt: isOver ? at : null,
    key: keyOf([event.source, event.id]),
  };
}

function dataOf(event: CloudEvent): unknown {
  if (event.data_base64 === undefined || event.data_base64 === null) return event.data;
  const bytes = Buffer.from(event.data_base64, "base64");
  if (!/[/+]json\b/.test(event.datacontenttype ?? "application/json")) return `${bytes.length} bytes`;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return `${bytes.length} bytes`;
  }
}

function textIn(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const text: unknown = value[name as keyof typeof value];
  return typeof text === "string" && text !== "" ? text : undefined;
}
