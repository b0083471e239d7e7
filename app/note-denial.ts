import { DenialGate } from "@/lib/access/denials/denial-gate";
import { denialReason } from "@/lib/access/denials/denial-reason";
import { recordDenial } from "@/lib/access/denials/record-denial";
import type { Permission } from "@/lib/access/permissions";
import type { Ctx } from "@/lib/context";
import { processDatabase } from "@/lib/database";
import { webLog } from "./web-log";

const holder = globalThis as { musterDenialGate?: DenialGate; musterRateGate?: DenialGate };

/** Notes that `ctx` was refused; other errors are not its business. Whoever asks too often is noted once a second at most. Never throws. */
export async function noteDenial(ctx: Ctx, error: unknown): Promise<void> {
  const reason = denialReason(error);
  if (reason === null) return;
  if (reason !== tooMany) return notePermission(ctx, reason);
  holder.musterRateGate ??= new DenialGate();
  const count = holder.musterRateGate.pass(ctx.actor.id, ctx.now.getTime());
  if (count > 0) await recordDenial(ctx, { actor: ctx.actor, reason, count }).catch(logFailure);
}

const tooMany = "too_many_requests";

/** The same for an address that asks too often, before anybody is recognised. */
export async function noteTooMany(error: unknown, address: string | undefined): Promise<void> {
  if (denialReason(error) === tooMany) await noteStranger(tooMany, address);
}

/** The same for a page that asks before it draws. */
export async function notePermission(ctx: Ctx, permission: Permission | (string & {})): Promise<void> {
  await recordDenial(ctx, { actor: ctx.actor, reason: permission }).catch(logFailure);
}

/** Notes that nobody was recognised, because of `reason`; at most one write a second for each reason. Never throws. */
export async function noteStranger(reason: string, address: string | undefined): Promise<void> {
  holder.musterDenialGate ??= new DenialGate();
  const now = new Date();
  const count = holder.musterDenialGate.pass(reason, now.getTime());
  if (count === 0) return;
  const actor = { kind: "nobody", id: "", name: "Nobody", address } as const;
  await recordDenial({ db: processDatabase(), now }, { actor, reason, count }).catch(logFailure);
}

function logFailure(error: unknown): void {
  webLog().warn({ err: error }, "a refusal could not be noted");
}
