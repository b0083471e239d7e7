import { connectSql, type Sql, wrapSql } from "@/db/client";
import type { AnchorPlace } from "@/lib/audit/anchor/anchor";
import { systemCtx } from "@/lib/context";
import type { OwnAddresses } from "@/lib/endpoints/own-addresses";
import { catchMissed } from "@/lib/findings/suppression/catch-missed";
import { endExpiredSuppressions } from "@/lib/findings/suppression/revoke-suppressions";
import { tellExposedUses } from "@/lib/findings/tell-exposed-uses";
import { applyIncidentRules } from "@/lib/incidents/rules/apply-incident-rules";
import type { Logger } from "@/lib/log";
import { AuditLoop } from "./audit-loop";
import { JudgeLoop } from "./judge-loop";
import { leaseHolder } from "./lease";
import { MailLoops, type MailOptions } from "./mail-loops";
import { RollLoop } from "./roll-loop";
import { runLoop } from "./run-loop";
import { SlotLoop } from "./slot-loop";
import { UpkeepLoop } from "./upkeep-loop";
import { WebhookLoops, type WebhookOptions } from "./webhook-loops";
import { WorkerStatus } from "./worker-status";

/** What the jobs of one worker share. */
export type WorkerParts = {
  sql: Sql;
  log: Logger;
  holder: string;
  status: WorkerStatus;
  now: () => Date;
  signal: AbortSignal;
  /** Where the head of the audit trail is kept outside the database; nowhere without it. */
  anchor: AnchorPlace | undefined;
  /** Where files of incidents are kept; null: in the database. */
  evidenceDirectory: string | null;
};

export type WorkerOptions = {
  /** Where files of incidents are kept; without it in the database. */
  evidenceDirectory?: string | undefined;
  databaseUrl: string;
  log: Logger;
  /** Where Muster's own endpoints stand in the register of public endpoints; without, they are left as they are. */
  ownAddresses?: OwnAddresses;
  /** Without, nothing is sent to webhooks. */
  webhooks?: WebhookOptions;
  /** Without, nobody is reminded and nothing is mailed. */
  mail?: MailOptions;
  now?: () => Date;
  anchor?: AnchorPlace;
};
export type Worker = { holder: string; stop(): Promise<void> };

const statusMs = 5_000;
const exposedUsesMs = 5_000;
const suppressionsMs = 10_000;
const incidentRulesMs = 2_000;

/**
 * Starts the jobs of Muster. Any number of workers may run; leases see to it that each job has one. The jobs survive a
 * database that is away; `stop` ends them cleanly and hands the leases over at once.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { log } = options;
  const ending = new AbortController();
  const parts: WorkerParts = {
    sql: connectSql(options.databaseUrl, { name: "muster-worker", max: 10 }),
    log,
    holder: leaseHolder(),
    status: new WorkerStatus(),
    now: options.now ?? (() => new Date()),
    signal: ending.signal,
    anchor: options.anchor,
    evidenceDirectory: options.evidenceDirectory ?? null,
  };
  const rolls = new RollLoop(parts);
  const slots = new SlotLoop(parts);
  const judges = new JudgeLoop(parts);
  const upkeep = new UpkeepLoop(parts, options.ownAddresses ?? null);
  const audit = new AuditLoop(parts);
  const webhooks = options.webhooks ? new WebhookLoops(parts, options.webhooks) : null;
  const mail = options.mail ? new MailLoops(parts, options.mail) : null;
  const run = (name: string, step: () => Promise<number>) =>
    runLoop({ name, signal: ending.signal, log }, async () => {
      try {
        return await step();
      } catch (error) {
        parts.status.failures.inc({ job: name });
        throw error;
      }
    });
  const loops = [
    run("roll-call", () => rolls.step()),
    run("after-roll-call", () => judges.step()),
    run("every-slot", () => slots.step()),
    run("upkeep", () => upkeep.step()),
    run("audit-chain", () => audit.step()),
    run("audit-anchor", () => audit.keepAnchor()),
    run("exposed-uses", async () => {
      await tellExposedUses(wrapSql(parts.sql), parts.now());
      return exposedUsesMs;
    }),
    run("suppressions", async () => {
      const ctx = systemCtx(wrapSql(parts.sql), "worker", parts.now());
      await catchMissed(ctx);
      await endExpiredSuppressions(ctx);
      return suppressionsMs;
    }),
    run("incident-rules", async () =>
      (await applyIncidentRules(wrapSql(parts.sql), parts.now())) > 0 ? 0 : incidentRulesMs,
    ),
    ...(webhooks ? [run("webhook-events", () => webhooks.queue()), run("webhooks", () => webhooks.deliver())] : []),
    ...(mail ? [run("reminders", () => mail.remind()), run("mail", () => mail.deliver())] : []),
    run("status", async () => {
      await parts.status.write(parts.sql, parts.holder);
      return statusMs;
    }),
  ];
  return {
    holder: parts.holder,
    async stop() {
      ending.abort();
      await Promise.all(loops);
      // The database may be away: then the leases run out by themselves.
      const { sql, holder, status } = parts;
      await Promise.allSettled([
        rolls.release(),
        judges.release(),
        slots.release(),
        audit.release(),
        webhooks?.release(),
        mail?.release(),
        status.remove(sql, holder),
      ]);
      await parts.sql.end({ timeout: 1 });
    },
  };
}
