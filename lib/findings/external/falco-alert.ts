import { z } from "zod";
import { parseRfc3339 } from "@/lib/ingest/parse-rfc3339";
import { severityOf } from "./alert-severity";
import { boundedFields, boundedText } from "./bounded-text";
import { type ExternalAlert, fingerprintOf, keyOf, momentOf, type ReadAlerts, ruleOf } from "./external-alert";

/**
 * What Falco's http_output sends with json_output on (userspace/falco/formats.cpp), and what falcosidekick forwards (FalcoPayload of
 * its types/types.go), which adds `uuid` and its own custom fields to `output_fields`.
 */
export const FalcoEvent = z.object({
  rule: z.string({ error: "must be a text" }).min(1, "must not be empty"),
  output: z.string({ error: "must be a text" }),
  priority: z.string({ error: "must be a text" }),
  time: z.string().nullish(),
  source: z.string().nullish(),
  hostname: z.string().nullish(),
  uuid: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  output_fields: z.record(z.string(), z.unknown()).nullish(),
});
export type FalcoEvent = z.infer<typeof FalcoEvent>;

/** Where it happened: a pod keeps its name over its containers, a container its id, and the rest is the host's. */
const places = ["k8s.ns.name", "k8s.pod.name", "container.name", "container.id"] as const;
/** The same for events of the Kubernetes audit log. */
const auditPlaces = ["ka.user.name", "ka.target.namespace", "ka.target.resource", "ka.target.name"] as const;

/** Falco's events, `undefined` where a line was not JSON. */
export function readFalco(items: readonly { index: number; value: unknown }[], nowMs: number): ReadAlerts {
  const read: ReadAlerts = { alerts: [], refused: [] };
  for (const { index, value } of items) {
    const event = FalcoEvent.safeParse(value);
    if (event.success) read.alerts.push(falcoAlert(event.data, nowMs));
    else read.refused.push({ index, detail: faultOf(value, event.error) });
  }
  return read;
}

/** Falco says that something happened, never that it is over: a person resolves it. */
export function falcoAlert(event: FalcoEvent, nowMs: number): ExternalAlert {
  const fields = event.output_fields ?? {};
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  const cluster = text("k8s.cluster.name") || text("cluster");
  const [, pod] = places.map(text);
  const place = pod || text("container.name") || event.hostname || "";
  // A pod's container gets another id each time it starts, and is the same all the same.
  const where = pod ? places.slice(0, 3).map(text) : [text("container.id"), event.hostname ?? ""];
  return {
    source: "falco",
    fingerprint: fingerprintOf("falco", [event.source ?? "", event.rule, cluster, where, auditPlaces.map(text)]),
    rule: ruleOf("falco", event.rule),
    severity: severityOf(event.priority),
    title: boundedText(place ? `${event.rule}: ${place}` : event.rule, 200),
    summary: boundedText(event.output || event.rule),
    attack: (event.tags ?? []).filter((tag) => /^T\d{4}(\.\d{3})?$/.test(tag)).slice(0, 20),
    subjects: cluster ? { cluster: boundedText(cluster, 200) } : {},
    evidence: boundedFields({
      ...{ hostname: event.hostname, source: event.source, priority: event.priority, time: event.time },
      ...{ tags: event.tags, fields },
    }),
    firedAt: momentOf(parseRfc3339(event.time ?? ""), nowMs),
    resolvedAt: null,
    key: keyOf(event.uuid ? [event.uuid] : [event.time ?? nowMs, event.output]),
  };
}

function faultOf(value: unknown, error: z.ZodError): string {
  if (value === undefined) return "must be JSON in UTF-8";
  const field = error.issues[0]?.path[0];
  return typeof field === "string" ? `${field} ${error.issues[0]?.message ?? "is invalid"}` : "must be an event";
}
