import { notFound } from "next/navigation";
import { AppError } from "@/lib/app-error";
import type { Ctx } from "@/lib/context";
import {
  findApproval,
  findDevice,
  findEndpoint,
  findFinding,
  findIncident,
  findProvider,
  findUser,
  findWebhook,
} from "./find-record";

/** The pages about one record, by the beginning of their path; what follows it names the record. */
const recordPages: Record<string, (ctx: Ctx, id: string) => Promise<unknown>> = {
  "/approvals": findApproval,
  // A page beside the findings, and no finding.
  "/findings": async (ctx, id) => (id === "suppressions" ? null : findFinding(ctx, id)),
  "/fleet/devices": findDevice,
  "/fleet/providers": findProvider,
  "/incidents": findIncident,
  "/settings/endpoints": findEndpoint,
  "/settings/users": findUser,
  "/settings/webhooks": findWebhook,
};

/**
 * Answers 404 where `path` names a record that is not there. A page says so too, but a page streams in after loading.tsx, when 200 has been sent:
 * only what the layout waits for decides the status. Whatever else is wrong with the record or the right to it, the page says.
 */
export async function requireRecord(ctx: Ctx, path: string | null): Promise<void> {
  const [, page = "", name = ""] = /^(.+)\/([^/?]+)(?:\?|$)/.exec(path ?? "") ?? [];
  const find = Object.hasOwn(recordPages, page) ? recordPages[page] : undefined;
  if (!find) return;
  const isMissing = await find(ctx, decodeURIComponent(name)).then(
    () => false,
    (error: unknown) => error instanceof AppError && (error.kind === "not_found" || error.code === "invalid_input"),
  );
  if (isMissing) notFound();
}
