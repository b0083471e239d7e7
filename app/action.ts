import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type Permission, requirePermission } from "@/lib/access/permissions";
import { expectedError } from "@/lib/access/problem";
import { currentCtx } from "@/lib/access/session";
import type { Ctx } from "@/lib/context";
import { readEnv } from "@/lib/env";
import { limitActor } from "./limits";
import { isSameOrigin } from "./login/same-origin";
import { noteDenial } from "./note-denial";
import { logUnexpected } from "./web-log";

export type ActionError = { code: string; message: string; details: Record<string, unknown> };
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionError };

/**
 * A server action: who may, a schema and a body. Checks the session and the permission before it looks at the input, parses
 * that, and turns expected errors into a value that the form can show; the unexpected is logged once and shown as a
 * reference number. The body's lib asks for the permission once more.
 */
export function action<Schema extends z.ZodType, Value>(
  permission: Permission,
  schema: Schema,
  body: (ctx: Ctx, input: z.output<Schema>) => Promise<Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  return async (input) => {
    let ctx: Ctx | null = null;
    try {
      // Next compares Origin with Host; what the browser itself says of the sender is asked too.
      if (!isSameOrigin(await headers(), readEnv().PUBLIC_URL))
        return failure("forged", "This came from another site.");
      ctx = await currentCtx();
      if (!ctx) return failure("unauthenticated", "Your session has ended. Sign in again; what you typed stays here.");
      limitActor(ctx.actor, "action", ctx.now);
      requirePermission(ctx.actor, permission);
      return { ok: true, value: await body(ctx, await schema.parseAsync(input)) };
    } catch (error) {
      unstable_rethrow(error);
      if (ctx) await noteDenial(ctx, error);
      return failureOf(error);
    }
  };
}

function failureOf(error: unknown): ActionResult<never> {
  const expected = expectedError(error);
  if (expected) return failure(expected.code, expected.message, expected.details);
  const reference = logUnexpected(error, "action");
  const message = `Something went wrong on our side. Name reference ${reference} when you ask.`;
  return failure("internal", message, { reference });
}

function failure(code: string, message: string, details: Record<string, unknown> = {}): ActionResult<never> {
  return { ok: false, error: { code, message, details } };
}
