import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import {
  count,
  cursorParameter,
  isoOf,
  limitParameter,
  pageOf,
  time,
  timeParameter as timeField,
  timeOrNull,
} from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import { timeParameter } from "@/lib/api/time-parameter";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import { findingSources, findingStatuses, severities } from "../finding-choices";
import { type Finding, getFinding, listFindings } from "../list-findings";

const FindingItem = named(
  "FindingItem",
  z.object({
    id: z.uuid(),
    rule: z.string(),
    title: z.string(),
    summary: z.string(),
    severity: z.string().describe("info, low, medium, high, critical"),
    confidence: z.number().min(0).max(1),
    status: z.string().describe("new, in_progress, suppressed, resolved"),
    attack: z.array(z.string()).describe("Techniques of ATT&CK."),
    subjects: z.record(z.string(), z.unknown()).describe("What it is about, by kind."),
    started_at: time,
    ended_at: timeOrNull.describe("null while it goes on."),
    detected_at: time,
    last_seen_at: time,
    occurrences: count,
    updated_at: time,
    source: z.string().describe("What its rule looks at: fleet, api, cluster, external."),
    provider: z.string().nullable().describe("The id of the provider that it names."),
    cluster: z.string().nullable(),
    version: count.describe("Grows with each change of its status or assignee."),
    assignee_id: z.uuid().nullable().describe("The user who works on it."),
    acknowledged_at: timeOrNull,
    resolved_at: timeOrNull,
  }),
);
const FindingsAnswer = named("FindingPage", pageOf(FindingItem));
const FindingAnswer = named(
  "Finding",
  FindingItem.extend({
    fingerprint: z.string().describe("Under which a repetition counts up."),
    evidence: z.unknown().describe("What the rule found; its shape is the rule's."),
  }),
);

const itemOf = (finding: Finding): z.input<typeof FindingItem> => ({
  id: finding.id,
  rule: finding.rule,
  title: finding.title,
  summary: finding.summary,
  severity: finding.severity,
  confidence: finding.confidence,
  status: finding.status,
  attack: finding.attack,
  // A column of jsonb that every rule writes an object to.
  subjects: finding.subjects as Record<string, unknown>,
  started_at: finding.startedAt.toISOString(),
  ended_at: isoOf(finding.endedAt),
  detected_at: finding.detectedAt.toISOString(),
  last_seen_at: finding.lastSeenAt.toISOString(),
  occurrences: finding.occurrences,
  updated_at: finding.updatedAt.toISOString(),
  source: finding.source,
  provider: finding.provider,
  cluster: finding.cluster,
  version: finding.version,
  assignee_id: finding.assigneeId,
  acknowledged_at: isoOf(finding.acknowledgedAt),
  resolved_at: isoOf(finding.resolvedAt),
});

async function answerFindings(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof FindingsAnswer>> {
  const status = manyOf(params, "status", findingStatuses);
  const severity = manyOf(params, "severity", severities);
  const source = manyOf(params, "source", findingSources);
  const { items, next } = await listFindings(ctx, {
    ...{ status, severity, source },
    provider: params.get("provider") ?? undefined,
    cluster: params.get("cluster") ?? undefined,
    rule: params.get("rule") ?? undefined,
    from: timeParameter(params, "from"),
    to: timeParameter(params, "to"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return { items: items.map(itemOf), next };
}

/** Every value that a parameter was given; undefined where there is none. */
function manyOf<Choice extends string>(params: URLSearchParams, name: string, choices: readonly Choice[]) {
  const given = params.getAll(name).map((text) => {
    const found = choices.find((choice) => choice === text);
    if (found) return found;
    throw new AppError("bad_request", `unknown_${name}`, `${name} must be one of: ${choices.join(", ")}.`, {
      field: name,
    });
  });
  return given.length > 0 ? given : undefined;
}

export const findingsEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/findings",
  tag: "Findings",
  summary: "Findings, the latest start first",
  permission: "finding.read",
  query: {
    status: z.enum(findingStatuses).describe("Repeat it for any of several."),
    severity: z.enum(severities).describe("Repeat it for any of several."),
    source: z.enum(findingSources).describe("What the rule looks at; repeat it for any of several."),
    provider: z.string().max(500).describe("The id of a provider."),
    cluster: z.string().max(500),
    rule: z.string().max(100).describe("A rule, or all that begin with a part that ends in a dot: fleet."),
    from: timeField("Only those that still went on then."),
    to: timeField("Only those that had begun by then."),
    cursor: cursorParameter,
    limit: limitParameter(50, 200),
  },
  answer: FindingsAnswer,
  problems: {
    400: ["bad_time", "bad_number", "invalid_cursor", "unknown_status", "unknown_severity", "unknown_source"],
  },
  respond: (ctx, { query }) => answerFindings(ctx, query),
});

export const findingEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/findings/[id]",
  tag: "Findings",
  summary: "One finding with its evidence",
  permission: "finding.read",
  params: { id: z.uuid() },
  answer: FindingAnswer,
  problems: { 404: ["finding_not_found"] },
  respond: async (ctx, { params }) => {
    const finding = await getFinding(ctx, params.id ?? "");
    return { ...itemOf(finding), fingerprint: finding.fingerprint, evidence: finding.evidence };
  },
});
