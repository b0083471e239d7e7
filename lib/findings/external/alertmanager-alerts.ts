import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { parseRfc3339 } from "@/lib/ingest/parse-rfc3339";
import { severityOf } from "./alert-severity";
import { boundedFields, boundedText } from "./bounded-text";
import { type ExternalAlert, fingerprintOf, keyOf, momentOf, type ReadAlerts, ruleOf } from "./external-alert";

const texts = z.record(z.string(), z.string());

/** One of `alerts` of the message that prometheus/alertmanager builds in template/template.go and sends in notify/webhook. */
export const AlertmanagerAlert = z.object({
  status: z.enum(["firing", "resolved"], { error: "must be firing or resolved" }),
  labels: texts.refine((labels) => Object.keys(labels).length > 0, "must hold at least one label"),
  annotations: texts.nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  generatorURL: z.string().nullish(),
  fingerprint: z.string().nullish(),
});

/** The message, of version 4. */
export const AlertmanagerMessage = z.object({
  version: z.string().nullish(),
  receiver: z.string().nullish(),
  groupKey: z.string().nullish(),
  externalURL: z.string().nullish(),
  truncatedAlerts: z.number().nullish(),
  alerts: z.array(z.unknown()),
});
type Message = z.infer<typeof AlertmanagerMessage>;

/** The alerts of a message. Throws AppError "invalid_body" for what is no message at all. */
export function readAlertmanager(body: unknown, nowMs: number): ReadAlerts {
  const message = AlertmanagerMessage.safeParse(body);
  if (!message.success) {
    throw new AppError("bad_request", "invalid_body", 'Send what Alertmanager sends: {"version":"4","alerts":[…],…}.');
  }
  const read: ReadAlerts = { alerts: [], refused: [] };
  for (const [index, value] of message.data.alerts.entries()) {
    const alert = AlertmanagerAlert.safeParse(value);
    if (alert.success) read.alerts.push(alertOf(alert.data, message.data, nowMs));
    else read.refused.push({ index, detail: faultOf(alert.error) });
  }
  return read;
}

/** Alertmanager tells alerts apart by their labels, and so does Muster: two of a pair that send the same alert send one. */
function alertOf(alert: z.infer<typeof AlertmanagerAlert>, message: Message, nowMs: number): ExternalAlert {
  const { status, labels, startsAt, endsAt, generatorURL } = alert;
  const annotations = alert.annotations ?? {};
  const name = labels.alertname ?? "unnamed";
  const where = labels.instance ?? labels.pod ?? labels.node;
  const about = annotations.description ?? annotations.message ?? annotations.summary;
  return {
    source: "alertmanager",
    fingerprint: fingerprintOf("alertmanager", Object.entries(labels).sort(byName)),
    rule: ruleOf("alertmanager", name),
    severity: severityOf(labels.severity ?? labels.priority),
    title: boundedText(annotations.summary ?? (where ? `${name} on ${where}` : name), 200),
    summary: boundedText(about ?? `Alertmanager says that ${name} fires.`),
    attack: [],
    subjects: labels.cluster ? { cluster: boundedText(labels.cluster, 200) } : {},
    evidence: boundedFields({
      ...{ labels, annotations, startsAt, endsAt: status === "resolved" ? endsAt : undefined, generatorURL },
      ...{ receiver: message.receiver, groupKey: message.groupKey, externalURL: message.externalURL },
      truncatedAlerts: message.truncatedAlerts || undefined,
    }),
    firedAt: momentOf(parseRfc3339(startsAt ?? ""), nowMs),
    resolvedAt: status === "resolved" ? momentOf(parseRfc3339(endsAt ?? ""), nowMs) : null,
    key: keyOf([startsAt ?? ""]),
  };
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

/** What is wrong, without the sender's own text. */
function faultOf(error: z.ZodError): string {
  const field = error.issues[0]?.path[0];
  return typeof field === "string" ? `${field} ${error.issues[0]?.message ?? "is invalid"}` : "must be an alert";
}
