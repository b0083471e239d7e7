import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import {
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
import type { Ctx } from "@/lib/context";
import type { Change } from "../changes/change";
import { changeKinds, enteredChangeKinds } from "../changes/change-kinds";
import { createChange } from "../changes/create-change";
import { pageChanges } from "../changes/page-changes";

const ChangeAnswer = named(
  "Change",
  z.object({
    id: z.uuid(),
    kind: z.enum(changeKinds),
    title: z.string(),
    description: z.string().nullable(),
    starts_at: time,
    ends_at: timeOrNull.describe("null: a moment, not a span."),
    policy: z.int().nullable().describe("Id of the policy that it stands for."),
    created_by: z.string(),
  }),
);
const ChangesAnswer = named("ChangePage", pageOf(ChangeAnswer));

const NewChange = z.strictObject({
  kind: z.enum(enteredChangeKinds),
  title: z.string().min(1).max(120),
  description: z.string().max(2_000).nullish(),
  starts_at: time,
  ends_at: time.nullish().describe("Without it a moment."),
});

const answerOf = (change: Change): z.input<typeof ChangeAnswer> => ({
  id: change.id,
  kind: change.kind,
  title: change.title,
  description: change.description,
  starts_at: change.startsAt.toISOString(),
  ends_at: isoOf(change.endsAt),
  policy: change.policyId,
  created_by: change.createdBy,
});

async function answerChanges(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof ChangesAnswer>> {
  const { items, next } = await pageChanges(ctx, {
    from: timeParameter(params, "from"),
    to: timeParameter(params, "to"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 500 }),
  });
  return { items: items.map(answerOf), next };
}

export const changesEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/changes",
  tag: "Policies and changes",
  summary: "What was done to the fleet or stands in its calendar, by start",
  permission: "change.read",
  query: {
    from: timeField("Only those that touch what follows."),
    to: timeField("Only those that begin before."),
    cursor: cursorParameter,
    limit: limitParameter(100, 500),
  },
  answer: ChangesAnswer,
  problems: { 400: ["bad_time", "bad_number", "invalid_cursor"] },
  respond: (ctx, { query }) => answerChanges(ctx, query),
});

export const createChangeEndpoint = apiEndpoint({
  method: "POST",
  path: "/api/v1/changes",
  tag: "Policies and changes",
  summary: "Enters a change, so that a deployment stands on every chart: for the pipeline that deploys",
  permission: "change.write",
  body: NewChange,
  answer: ChangeAnswer,
  problems: { 422: ["invalid_input"] },
  mostBytes: 16_384,
  respond: async (ctx, { body: { starts_at, ends_at, ...rest } }) =>
    answerOf(await createChange(ctx, { ...rest, startsAt: starts_at, endsAt: ends_at ?? null })),
});
