import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { tokens } from "@/db/schema/access";
import { providers } from "@/db/schema/fleet";
import { requirePermission, roles } from "@/lib/access/permissions";
import { requireFreshSignIn } from "@/lib/access/sessions/require-fresh-sign-in";
import { hashToken, newTokenText, parseTokenText, tokenKinds } from "@/lib/access/token-format";
import { AppError } from "@/lib/app-error";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Ctx } from "@/lib/context";
import { parseInput } from "@/lib/parse-input";
import { madeBy } from "./made-by";

export const ProviderSlug = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "use letters, digits, dots, dashes and underscores, at most 100");

export const CreateToken = z
  .object({
    kind: z.enum(tokenKinds),
    name: z.string().trim().min(1, "give it a name").max(100, "at most 100 characters"),
    /** Slug; with a provider's token, and where a legacy token is one provider's. */
    provider: ProviderSlug.optional(),
    /** Makes a provider that is not there yet, instead of refusing. */
    createProvider: z.boolean().default(false),
    role: z.enum(roles).optional(),
    /** Of an API token. */
    isReadOnly: z.boolean().default(true),
    cluster: z.string().trim().min(1).max(200).optional(),
    /** How often its devices call; null: as the provider or the default says. */
    intervalSeconds: z
      .number()
      .int()
      .min(1, "at least 1 second")
      .max(21_600, "at most 21,600 seconds (6 hours)")
      .optional(),
    expiresAt: z.date().optional(),
  })
  .superRefine((token, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const has = { provider: token.provider, role: token.role, cluster: token.cluster };
    if (token.kind === "provider" && !has.provider) say("provider", "name the provider that it is for");
    if (token.kind === "api" && !has.role) say("role", `choose one of ${roles.join(", ")}`);
    if (token.kind === "cluster" && !has.cluster) say("cluster", "name the cluster that it is for");
    if (has.provider && token.kind !== "provider" && token.kind !== "legacy") say("provider", "is for provider tokens");
    if (has.role && token.kind !== "api") say("role", "is for API tokens");
    if (has.cluster && token.kind !== "cluster") say("cluster", "is for cluster tokens");
    if (token.intervalSeconds && !["provider", "operator", "legacy"].includes(token.kind)) {
      say("intervalSeconds", "is for tokens that send heartbeats");
    }
  });

export type CreatedToken = { id: string; token: string; prefix: string };

/** An API token that may write outlives the session in which it is made, and may do as much. */
export const opensWrites = ({ kind, isReadOnly }: { kind: string; isReadOnly: boolean }): boolean =>
  kind === "api" && !isReadOnly;

/**
 * Makes a token; its text is in the answer and nowhere else. For an API token that may write it wants a fresh sign-in. Throws AppError "invalid_input", and "provider_not_found" for
 * a slug that nobody has (unless `createProvider`).
 */
export async function createToken(ctx: Ctx, input: z.input<typeof CreateToken>): Promise<CreatedToken> {
  requirePermission(ctx.actor, "token.write");
  const token = parseInput(CreateToken, input);
  if (opensWrites(token)) await requireFreshSignIn(ctx);
  if (token.expiresAt && token.expiresAt <= ctx.now) {
    throw new AppError("unprocessable", "invalid_input", "expiresAt: lies in the past", { field: "expiresAt" });
  }
  const text = newTokenText(token.kind);
  const prefix = parseTokenText(text)?.prefix;
  if (!prefix) throw new Error("A new token does not parse.");
  return ctx.db.transaction(async (db) => {
    const providerId = token.provider ? await providerOf({ ...ctx, db }, token.provider, token.createProvider) : null;
    const scope = {
      kind: token.kind,
      name: token.name,
      cluster: token.cluster ?? null,
      role: token.role ?? null,
      isReadOnly: token.isReadOnly,
      intervalSeconds: token.intervalSeconds ?? null,
      expiresAt: token.expiresAt ?? null,
    };
    const [row] = await db
      .insert(tokens)
      .values({ ...scope, providerId, prefix, hash: hashToken(text), ...madeBy(ctx.actor), createdAt: ctx.now })
      .returning({ id: tokens.id });
    if (!row) throw new Error("An insert returned no row.");
    await recordAudit(
      { ...ctx, db },
      {
        action: "token.create",
        target: { kind: "token", id: row.id },
        after: { ...scope, prefix, provider: token.provider ?? null },
      },
    );
    return { id: row.id, token: text, prefix };
  });
}

async function providerOf(
  ctx: Omit<Ctx, "db"> & { db: Transaction },
  slug: string,
  createProvider: boolean,
): Promise<number> {
  const select = () => ctx.db.select({ id: providers.id }).from(providers).where(eq(providers.slug, slug));
  const [found] = await select();
  if (found) return found.id;
  if (!createProvider) {
    throw new AppError("not_found", "provider_not_found", `There is no provider ${slug}.`, { field: "provider" });
  }
  const [made] = await ctx.db
    .insert(providers)
    .values({ slug, name: slug, createdAt: ctx.now, updatedAt: ctx.now })
    .onConflictDoNothing()
    .returning({ id: providers.id });
  // Somebody else made it at the same moment.
  if (!made) return (await select())[0]?.id ?? raise(slug);
  await recordAudit(ctx, { action: "provider.create", target: { kind: "provider", id: slug }, after: { slug } });
  return made.id;
}

function raise(slug: string): never {
  throw new AppError("conflict", "provider_changed", `The provider ${slug} was changed just now: try again.`);
}
