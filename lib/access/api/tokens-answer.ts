import { z } from "zod";
import { tokenKinds } from "@/lib/access/token-format";
import { listTokens, tokenStatuses } from "@/lib/access/tokens/list-tokens";
import { apiEndpoint, named } from "@/lib/api/api-endpoint";
import { choiceParameter } from "@/lib/api/choice-parameter";
import { cursorParameter, isoOf, limitParameter, pageOf, time, timeOrNull } from "@/lib/api/fields";
import { integerParameter } from "@/lib/api/integer-parameter";
import type { Ctx } from "@/lib/context";

const text = z.string().nullable();

const TokenItem = named(
  "Token",
  z
    .object({
      id: z.uuid(),
      kind: z.string(),
      name: z.string(),
      prefix: z.string().describe("Its first characters, by which it is found."),
      status: z.enum(tokenStatuses),
      provider: text,
      cluster: text,
      role: text,
      is_read_only: z.boolean(),
      limited_to: text.describe("The present role of its maker, where that permits less than the token's own."),
      expires_at: timeOrNull,
      revoked_at: timeOrNull,
      last_used_at: timeOrNull,
      created_by: z.string(),
      created_at: time,
    })
    .describe("What is known of a token; its text was shown once, when it was made."),
);
const TokensAnswer = named("TokenPage", pageOf(TokenItem));

async function answerTokens(ctx: Ctx, params: URLSearchParams): Promise<z.input<typeof TokensAnswer>> {
  const has = (name: string) => params.get(name) !== null;
  const { items, next } = await listTokens(ctx, {
    ...(has("kind") ? { kind: choiceParameter(params, "kind", tokenKinds, "api") } : {}),
    ...(has("status") ? { status: choiceParameter(params, "status", tokenStatuses, "live") } : {}),
    prefix: params.get("prefix") ?? undefined,
    cursor: params.get("cursor") ?? undefined,
    limit: integerParameter(params, "limit", { least: 1, most: 200 }),
  });
  return {
    items: items.map((token) => ({
      id: token.id,
      kind: token.kind,
      name: token.name,
      prefix: token.prefix,
      status: token.status,
      provider: token.provider,
      cluster: token.cluster,
      role: token.role,
      is_read_only: token.isReadOnly,
      limited_to: token.limitedTo,
      expires_at: isoOf(token.expiresAt),
      revoked_at: isoOf(token.revokedAt),
      last_used_at: isoOf(token.lastUsedAt),
      created_by: token.createdBy,
      created_at: token.createdAt.toISOString(),
    })),
    next,
  };
}

export const tokensEndpoint = apiEndpoint({
  method: "GET",
  path: "/api/v1/tokens",
  tag: "Administration",
  summary: "Tokens without their text, the newest first",
  permission: "token.read",
  query: {
    kind: z.enum(tokenKinds),
    status: z.enum(tokenStatuses),
    prefix: z.string().max(100).describe("The start of a token."),
    cursor: cursorParameter,
    limit: limitParameter(50, 200),
  },
  answer: TokensAnswer,
  problems: { 400: ["unknown_kind", "unknown_status", "bad_number", "invalid_cursor"], 422: ["invalid_input"] },
  respond: (ctx, { query }) => answerTokens(ctx, query),
});
