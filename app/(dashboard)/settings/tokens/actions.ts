"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/action";
import { roles } from "@/lib/access/permissions";
import { tokenKinds } from "@/lib/access/token-format";
import { createToken } from "@/lib/access/tokens/create-token";
import { revokeToken } from "@/lib/access/tokens/revoke-token";

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
  revalidatePath("/settings/tokens");
  return made;
});

export const revokeTokenAction = action("token.write", z.object({ id: z.string() }), async (ctx, { id }) => {
  await revokeToken(ctx, id);
  revalidatePath("/settings/tokens");
});
