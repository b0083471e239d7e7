import { z } from "zod";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { cursorParameter, limitParameter, pageOf, time, timeParameter as timeField } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import { timeParameter } from "@/lib/api/time-parameter";
import type { Ctx } from "@/lib/context";
import { listAudit } from "../list-audit";

const AuditItem = named(
  "AuditRow",
  z.object({
    id: z.int(),
    at: time,
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    action: z.string(),
    target: z.object({ kind: z.string(), id: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
    address: z.string().nullable(),
  }),
);
const AuditAnswer = named("AuditPage", pageOf(AuditItem));

async function answerAudit(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof AuditAnswer>> {
  const { items, next } = await listAudit(ctx, {
    actor: params.get("actor") ?? undefined,
    action: params.get("action") ?? undefined,
    target: params.get("target") ?? undefined,
    from: timeParameter(params, "from"),
    to: timeParameter(params, "to"),
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return {
    items: items.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      target: { kind: row.targetKind, id: row.targetId },
      before: row.before ?? null,
      after: row.after ?? null,
      address: row.address,
    })),
    next,
  };
}

export const auditEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/audit",
  tag: "Administration",
  summary: "The audit trail, the newest first",
  permission: "audit.read",
  query: {
    actor: z.string().max(200).describe("Name or id."),
    action: z.string().max(200).describe("One action, token.revoke, or all of an entity: token."),
    target: z.string().max(200).describe("Id of what was changed, or kind and id: token:4711."),
    from: timeField("The first moment."),
    to: timeField("The end, not itself part of it."),
    cursor: cursorParameter,
    limit: limitParameter(50, 200),
  },
  answer: AuditAnswer,
  problems: { 400: ["bad_time", "bad_number", "invalid_cursor"], 422: ["invalid_input"] },
  respond: (ctx, { query }) => answerAudit(ctx, query),
});
