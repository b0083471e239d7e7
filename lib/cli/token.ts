import { connectDatabase } from "@/db/client";
import { isDatabaseAway } from "@/lib/access/problem";
import { createToken } from "@/lib/access/tokens/create-token";
import { listTokens } from "@/lib/access/tokens/list-tokens";
import { type RotatedToken, rotateToken } from "@/lib/access/tokens/rotate-token";
import { AppError } from "@/lib/app-error";
import { type Ctx, systemCtx } from "@/lib/context";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { type RotationRequest, tokenRequest, UsageError } from "./token-request";

/** `npm run -s token -- --kind provider --provider SLUG`, or `--rotate PREFIX`: the new token alone on stdout. */
async function main(): Promise<void> {
  const now = new Date();
  const request = tokenRequest(process.argv.slice(2), now);
  const db = connectDatabase(databaseUrl(readEnv()), { name: "muster-token", max: 1, statementTimeoutMs: 10_000 });
  try {
    const ctx = systemCtx(db, "token command", now);
    const { token } = "rotate" in request ? await rotateByPrefix(ctx, request) : await createToken(ctx, request);
    console.log(token);
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

async function rotateByPrefix(ctx: Ctx, { rotate, overlap }: RotationRequest): Promise<RotatedToken> {
  const { items } = await listTokens(ctx, { prefix: rotate, limit: 2 });
  const [found, another] = items;
  if (!found) throw new UsageError("No token begins like that.");
  if (another) throw new UsageError("Several tokens begin like that: give more of it.");
  return rotateToken(ctx, { id: found.id, overlap });
}

main().catch((error: unknown) => {
  console.error(lineOf(error));
  process.exit(2);
});

const flagOf: Record<string, string> = { expiresAt: "expires", intervalSeconds: "interval", isReadOnly: "write" };

function lineOf(error: unknown): string {
  if (error instanceof AppError && typeof error.details.field === "string") {
    const { field } = error.details;
    return error.message.replace(`${field}:`, `--${flagOf[field] ?? field}:`);
  }
  if (error instanceof UsageError || error instanceof AppError || error instanceof EnvError) return error.message;
  if (isDatabaseAway(error))
    return "The database does not answer: is Muster running (`npm start`)? Or set DATABASE_URL.";
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && cause.code === "42P01") {
    return "The database has no tables of Muster yet: start it once (`npm start`).";
  }
  return `The token could not be made: ${cause instanceof Error ? cause.message : String(cause)}`;
}
