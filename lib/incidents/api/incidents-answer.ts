import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choicesParameter } from "@/lib/api/choices-parameter";
import { count, cursorParameter, limitParameter, pageOf, time } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import type { Ctx } from "@/lib/context";
import type { DurationRange } from "../durations";
import { getIncident } from "../get-incident";
import type { Incident } from "../incident";
import { incidentKinds, incidentRoleNames, incidentStates, severityCriteria, tlps } from "../incident-choices";
import { type ListedIncident, listIncidents } from "../list-incidents";
import { incidentMomentNames } from "../moments";
import type { MomentRow } from "../write-moments";

const fields = {
  reference: z.string().describe("INC-2024-017"),
  id: z.uuid(),
  title: z.string(),
  state: z.enum(incidentStates),
  severity: z
    .int()
    .min(1)
    .max(4)
    .describe(
      Object.entries(severityCriteria)
        .map(([severity, criterion]) => `${severity}: ${criterion}`)
        .join(" "),
    ),
  tlp: z.enum(tlps).describe("Traffic Light Protocol 2.0."),
  kind: z.enum(incidentKinds),
  opened_by: z.string(),
  opened_at: time,
  updated_at: time,
};
const IncidentItem = named(
  "IncidentItem",
  z.object({ ...fields, lead: z.string().nullable(), findings: count.describe("How many findings it holds.") }),
);
const Moment = z
  .object({
    earliest: time,
    latest: time.describe("The same where it is certain."),
    written: z.string().nullable().describe("The words of the source."),
    zone: z.string().describe("As it was written."),
    readings: z.array(z.object({ zone: z.string(), at: time })).describe("More than one where it is ambiguous."),
    source: z.string(),
    set_by: z.string(),
    set_at: time,
  })
  .describe("One that nobody knows is not there.");
const Duration = z
  .object({ least_seconds: z.number().min(0), most_seconds: z.number().min(0) })
  .nullable()
  .describe("null while it is not known.");
const related = z.object({ reference: z.string(), id: z.uuid(), title: z.string() });
const IncidentAnswer = named(
  "Incident",
  z.object({
    ...fields,
    summary: z.string(),
    version: z.int(),
    moments: z.partialRecord(z.enum(incidentMomentNames), Moment),
    durations: z.object({
      ...{ detect: Duration, acknowledge: Duration, contain: Duration, recover: Duration, dwell: Duration },
    }),
    people: z.array(z.object({ role: z.enum(incidentRoleNames), user: z.uuid(), name: z.string() })),
    findings: z.array(
      z.object({ id: z.uuid(), rule: z.string(), title: z.string(), severity: z.string(), status: z.string() }),
    ),
    merged: z.array(related).describe("What was merged into it."),
    merged_into: related.nullable(),
  }),
);

const commonOf = (incident: Incident) => ({
  reference: incident.reference,
  id: incident.id,
  title: incident.title,
  state: incident.state,
  severity: incident.severity,
  tlp: incident.tlp,
  kind: incident.kind,
  opened_by: incident.openedBy,
  opened_at: incident.createdAt.toISOString(),
  updated_at: incident.updatedAt.toISOString(),
});
const itemOf = (incident: ListedIncident): z.input<typeof IncidentItem> => ({
  ...commonOf(incident),
  lead: incident.lead,
  findings: incident.findings,
});
const momentOf = ({ earliest, latest, value, source, setBy, setAt }: MomentRow): z.input<typeof Moment> => ({
  earliest: earliest.toISOString(),
  latest: latest.toISOString(),
  written: value.written,
  zone: value.zone,
  readings: value.readings.map(({ zone, at }) => ({ zone, at })),
  source,
  set_by: setBy,
  set_at: setAt.toISOString(),
});
const secondsOf = (range: DurationRange | null): z.input<typeof Duration> =>
  range && { least_seconds: range.leastMs / 1_000, most_seconds: range.mostMs / 1_000 };

const severities = ["1", "2", "3", "4"] as const;

async function answerIncidents(ctx: Ctx, params: URLSearchParams) {
  const severity = choicesParameter(params, "severity", severities);
  const { items, next } = await listIncidents(ctx, {
    state: choicesParameter(params, "state", incidentStates),
    // The words are the numbers from 1 to 4.
    severity: severity?.map((text) => Number(text) as 1 | 2 | 3 | 4),
    kind: choicesParameter(params, "kind", incidentKinds)?.[0],
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return { items: items.map(itemOf), next };
}

async function answerIncident(ctx: Ctx, reference: string): Promise<z.input<typeof IncidentAnswer>> {
  const { incident, moments, durations, people, findings, merged, mergedInto } = await getIncident(ctx, reference);
  const { detect, acknowledge, contain, recover, dwell } = durations;
  return {
    ...commonOf(incident),
    summary: incident.summary,
    version: incident.version,
    moments: Object.fromEntries(moments.map((row) => [row.moment, momentOf(row)])),
    durations: {
      detect: secondsOf(detect),
      acknowledge: secondsOf(acknowledge),
      contain: secondsOf(contain),
      recover: secondsOf(recover),
      dwell: secondsOf(dwell),
    },
    people: people.map(({ role, userId, name }) => ({ role, user: userId, name })),
    findings: findings.map(({ id, rule, title, severity, status }) => ({ id, rule, title, severity, status })),
    merged,
    merged_into: mergedInto,
  };
}

export const incidentsEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/incidents",
  tag: "Incidents",
  summary: "Incidents, the latest opened first",
  permission: "incident.read",
  query: {
    state: z.enum(incidentStates).describe("Repeat it for any of several."),
    severity: z.enum(severities).describe("Repeat it for any of several; 1 is the gravest."),
    kind: z.enum(incidentKinds),
    cursor: cursorParameter,
    limit: limitParameter(50, 200),
  },
  answer: named("IncidentPage", pageOf(IncidentItem)),
  problems: { 400: ["bad_number", "invalid_cursor", "unknown_state", "unknown_severity", "unknown_kind"] },
  respond: (ctx, { query }) => answerIncidents(ctx, query),
});

export const incidentEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/incidents/[ref]",
  tag: "Incidents",
  summary: "One incident with its moments, durations, people and findings",
  permission: "incident.read",
  params: { ref: z.string().max(40).describe("Its reference, INC-2024-017, or its id.") },
  answer: IncidentAnswer,
  problems: { 404: ["incident_not_found"] },
  respond: (ctx, { params }) => answerIncident(ctx, params.ref ?? ""),
});
