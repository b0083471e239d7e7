import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choiceParameter } from "@/lib/api/choice-parameter";
import { count, cursorParameter, isoOf, limitParameter, pageOf, time, timeOrNull } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import type { Ctx } from "@/lib/context";
import { authentications, dataClasses, exposures, methods, risks } from "../endpoint-choices";
import type { EndpointReview, FormerReview, ReviewContent } from "../endpoint-review";
import { reviewKinds, reviewOutcomes } from "../endpoint-review-choices";
import { getEndpoint } from "../get-endpoint";
import { endpointSorts, endpointStatuses, type ListedEndpoint, listEndpoints } from "../list-endpoints";
import { reviewStatuses } from "../review-due";

const EndpointItem = named(
  "PublicEndpoint",
  z.object({
    id: z.uuid(),
    host: z.string().describe("With its port where it is not the usual one."),
    method: z.enum(methods),
    path: z.string().describe("A template: /devices/{id}"),
    summary: z.string(),
    owner: z.string().describe("Who answers for it."),
    exposure: z.enum(exposures),
    authentication: z.enum(authentications),
    data: z.enum(dataClasses),
    risk: z.enum(risks),
    risk_reason: z.string().nullable().describe("Why a person set another risk than the criteria give."),
    is_deprecated: z.boolean(),
    source: z.enum(["typed", "import", "muster"]),
    document: z.string().nullable().describe("Title of the OpenAPI document that it was imported from."),
    review: z.enum(reviewStatuses).describe("unexposed: only the machine itself reaches it, so that none is due."),
    last_reviewed_at: timeOrNull,
    review_due_at: timeOrNull.describe("null: never reviewed, so due now; or unexposed."),
    created_at: time,
    removed_at: timeOrNull.describe("When it was taken out of the register."),
  }),
);
const EndpointsAnswer = named("PublicEndpointPage", pageOf(EndpointItem));

const content = {
  kind: z.enum(reviewKinds),
  outcome: z.enum(reviewOutcomes),
  reviewed_at: time,
  reviewer: z.string(),
  notes: z.string().optional().describe("Absent, not empty, for a role that reads no reports."),
  has_report: z.boolean(),
  report: z
    .object({ name: z.string(), type: z.string(), bytes: count, sha256: z.string() })
    .optional()
    .describe("Absent for a role that reads no reports."),
};
const EndpointAnswer = named(
  "PublicEndpointWithReviews",
  EndpointItem.extend({
    reviews: z
      .array(
        z.object({
          id: z.uuid(),
          ...content,
          covered: count.describe("How many endpoints it covers."),
          recorded_by: z.string(),
          recorded_at: time,
          withdrawn: z
            .object({ by: z.string(), at: time, reason: z.string() })
            .nullable()
            .describe("Not null: it counts no more."),
          former: z
            .array(z.object({ ...content, corrected_by: z.string(), corrected_at: time, reason: z.string() }))
            .describe("What it said before each correction, the latest first."),
        }),
      )
      .describe("The latest first, 200 at most."),
  }),
);

const itemOf = (endpoint: ListedEndpoint): z.input<typeof EndpointItem> => ({
  id: endpoint.id,
  host: endpoint.host,
  method: endpoint.method,
  path: endpoint.path,
  summary: endpoint.summary,
  owner: endpoint.owner,
  exposure: endpoint.exposure,
  authentication: endpoint.authentication,
  data: endpoint.dataClass,
  risk: endpoint.risk,
  risk_reason: endpoint.riskReason,
  is_deprecated: endpoint.isDeprecated,
  source: endpoint.source,
  document: endpoint.document,
  review: endpoint.status,
  last_reviewed_at: isoOf(endpoint.lastReviewedAt),
  review_due_at: isoOf(endpoint.dueAt),
  created_at: endpoint.createdAt.toISOString(),
  removed_at: isoOf(endpoint.removedAt),
});

const contentOf = ({ kind, outcome, reviewedAt, reviewer, notes, hasReport, report }: ReviewContent) => ({
  ...{ kind, outcome, reviewer, reviewed_at: reviewedAt.toISOString(), has_report: hasReport },
  ...(notes === undefined ? {} : { notes }),
  ...(report === undefined ? {} : { report }),
});

const formerOf = (former: FormerReview) => ({
  ...contentOf(former),
  corrected_by: former.correctedBy,
  corrected_at: former.correctedAt.toISOString(),
  reason: former.reason,
});

const reviewOf = (review: EndpointReview) => ({
  id: review.id,
  ...contentOf(review),
  covered: review.covered,
  recorded_by: review.recordedBy,
  recorded_at: review.recordedAt.toISOString(),
  withdrawn: review.withdrawn && { ...review.withdrawn, at: review.withdrawn.at.toISOString() },
  former: review.former.map(formerOf),
});

async function answerEndpoints(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof EndpointsAnswer>> {
  const has = (name: string) => params.get(name) !== null;
  const { items, next } = await listEndpoints(ctx, {
    ...(has("review") ? { status: choiceParameter(params, "review", endpointStatuses, "never") } : {}),
    ...(has("risk") ? { risk: choiceParameter(params, "risk", risks, "low") } : {}),
    text: params.get("q")?.slice(0, 200),
    sort: choiceParameter(params, "sort", endpointSorts, "due"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return { items: items.map(itemOf), next };
}

export const publicEndpointsEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/endpoints",
  tag: "Public endpoints",
  summary: "The register of public endpoints, what lacks a review first",
  permission: "endpoint.read",
  query: {
    q: z.string().max(200).describe("Part of the host, the path, the owner or the summary."),
    review: z
      .enum(endpointStatuses)
      .describe("removed: those that were taken out, which the list leaves out otherwise."),
    risk: z.enum(risks),
    sort: z.enum(endpointSorts),
    cursor: cursorParameter,
    limit: limitParameter(50, 200),
  },
  answer: EndpointsAnswer,
  problems: {
    400: ["unknown_review", "unknown_risk", "unknown_sort", "bad_number", "invalid_cursor"],
    422: ["invalid_input"],
  },
  respond: (ctx, { query }) => answerEndpoints(ctx, query),
});

export const publicEndpointEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/endpoints/[id]",
  tag: "Public endpoints",
  summary: "One public endpoint with its reviews",
  permission: "endpoint.read",
  params: { id: z.uuid() },
  answer: EndpointAnswer,
  problems: { 404: ["endpoint_not_found"] },
  respond: async (ctx, { params }) => {
    const { endpoint, reviews } = await getEndpoint(ctx, params.id ?? "");
    return { ...itemOf(endpoint), reviews: reviews.map(reviewOf) };
  },
});
