import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { cursorParameter, isoOf, limitParameter, pageOf, time, timeOrNull } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import type { Ctx } from "@/lib/context";
import { admissionModes } from "../admission";
import { pagePolicies } from "../policy/page-policies";

const mode = z.enum(admissionModes);

const PolicyItem = named(
  "Policy",
  z.object({
    id: z.int(),
    phase: z.enum(["in_force", "upcoming", "past", "withdrawn"]),
    minimum_agent: z.string().nullable(),
    outdated_agent: mode,
    legacy_token: mode,
    unverified: mode,
    effective_at: time,
    note: z.string().nullable(),
    created_by: z.string(),
    created_at: time,
    withdrawn_at: timeOrNull,
  }),
);
const PoliciesAnswer = named("PolicyPage", pageOf(PolicyItem));

async function answerPolicies(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof PoliciesAnswer>> {
  const { items, next } = await pagePolicies(ctx, {
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return {
    items: items.map((policy) => ({
      id: policy.id,
      phase: policy.phase,
      minimum_agent: policy.minimumAgent,
      outdated_agent: policy.agentMode,
      legacy_token: policy.legacyTokenMode,
      unverified: policy.verificationMode,
      effective_at: policy.effectiveAt.toISOString(),
      note: policy.note,
      created_by: policy.createdBy,
      created_at: policy.createdAt.toISOString(),
      withdrawn_at: isoOf(policy.withdrawnAt),
    })),
    next,
  };
}

export const policiesEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/policies",
  tag: "Policies and changes",
  summary: "Admission policies, the one that takes effect last first",
  permission: "policy.read",
  query: { cursor: cursorParameter, limit: limitParameter(50, 200) },
  answer: PoliciesAnswer,
  problems: { 400: ["bad_number", "invalid_cursor"] },
  respond: (ctx, { query }) => answerPolicies(ctx, query),
});
