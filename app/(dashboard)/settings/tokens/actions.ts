"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { roles } from "@/lib/access/permissions";
import { tokenKinds } from "@/lib/access/token-format";
import { createToken } from "@/lib/access/tokens/create-token";
import { ListTokens, selectLiveTokens } from "@/lib/access/tokens/list-tokens";
import { ProposeRevocation, proposeRevocation } from "@/lib/access/tokens/propose-revocation";
import { RevokeTokens, revokeTokens } from "@/lib/access/tokens/revoke-token";
import { RotateToken, rotateToken } from "@/lib/access/tokens/rotate-token";
import { actInIncident, IncidentReference } from "@/lib/incidents/response/act-in-incident";

function refresh(): void {
  revalidatePath("/settings/tokens");
  revalidatePath("/settings/exposed");
}

const typed = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .optional();

const NewToken = z.object({
  kind: z.enum(tokenKinds),
  name: z.string(),
  provider: typed,
  cluster: typed,
  role: z.enum(roles).optional(),
  mayWrite: z.boolean().default(false),
  intervalSeconds: z.coerce.number().int().optional(),
  /** 0: never. */
  expiresInDays: z.number().int().min(0).max(3_650),
});

export const createTokenAction = action("token.write", NewToken, async (ctx, { expiresInDays, mayWrite, ...token }) => {
  const expiresAt = expiresInDays ? new Date(ctx.now.getTime() + expiresInDays * 86_400_000) : undefined;
  const made = await createToken(ctx, { ...token, isReadOnly: !mayWrite, expiresAt });
  refresh();
  return made;
});

/** Answers the successor with its text. The page refreshes itself once that was copied: nothing may take it away before. */
export const rotateTokenAction = action("token.write", RotateToken, (ctx, input) => rotateToken(ctx, input));

const inIncident = { incident: IncidentReference.optional() };
const RevokeFrom = RevokeTokens.omit({ approvalId: true }).extend(inIncident);
const ProposeFrom = ProposeRevocation.extend(inIncident);

export const revokeTokensAction = action("token.write", RevokeFrom, async (ctx, { incident, ...input }) => {
  await revokeTokens(incident ? await actInIncident(ctx, incident) : ctx, input);
  refresh();
});

/** Answers the id of the proposal: a second admin decides. */
export const proposeRevocationAction = action("token.write", ProposeFrom, async (ctx, { incident, ...input }) =>
  proposeRevocation(incident ? await actInIncident(ctx, incident) : ctx, input),
);

/** Answers the ids of the live tokens of a filter. */
export const selectLiveTokensAction = action("token.read", ListTokens, (ctx, input) => selectLiveTokens(ctx, input));
