import type { Sql } from "@/db/client";
import { type AdmissionMode, type AdmissionPolicy, admissionModes, openPolicy } from "@/lib/fleet/admission";

export type ScheduledPolicy = AdmissionPolicy & { id: number; effectiveMs: number };

type Row = {
  id: number;
  minimumAgent: string | null;
  agentMode: string;
  legacyTokenMode: string;
  verificationMode: string;
  effectiveMs: number;
};

/**
 * The policies that were in force in the last hour and those that are to come, in order of effect. Not the one in force alone:
 * a gateway's clock may be a moment behind the database's, and between the two nothing would be in force.
 */
export async function readPolicies(sql: Sql): Promise<ScheduledPolicy[]> {
  const rows = await sql<Row[]>`
    select id, minimum_agent as "minimumAgent", agent_mode as "agentMode", legacy_token_mode as "legacyTokenMode",
      verification_mode as "verificationMode", extract(epoch from effective_at)::float8 * 1000 as "effectiveMs"
    from admission_policies
    where withdrawn_at is null and effective_at >= coalesce((
      select max(effective_at) from admission_policies
      where withdrawn_at is null and effective_at <= clock_timestamp() - interval '1 hour'), '-infinity')
    order by effective_at, id limit 1000`;
  return rows.map((row) => ({
    ...row,
    agentMode: modeOf(row.agentMode),
    legacyTokenMode: modeOf(row.legacyTokenMode),
    verificationMode: modeOf(row.verificationMode),
  }));
}

/** Of the policies, which are in order of effect, the one in force at a moment. */
export function policyAt(policies: readonly ScheduledPolicy[], ms: number): AdmissionPolicy {
  return policies.findLast((policy) => policy.effectiveMs <= ms) ?? openPolicy;
}

const modeOf = (text: string): AdmissionMode => admissionModes.find((mode) => mode === text) ?? "off";

/** Switches a table of verdicts to the policy in force; cheap enough to be asked before every batch. */
export class PolicySchedule {
  #policies: readonly ScheduledPolicy[] = [];
  #nextSwitchMs = Number.POSITIVE_INFINITY;

  constructor(readonly table: { policy: AdmissionPolicy }) {}

  /** Takes the policies as they stand; one that is the same as before changes nothing. */
  take(policies: readonly ScheduledPolicy[], nowMs: number): void {
    this.#policies = policies;
    this.#switch(nowMs);
  }

  apply(nowMs: number): void {
    if (nowMs >= this.#nextSwitchMs) this.#switch(nowMs);
  }

  #switch(nowMs: number): void {
    const policy = policyAt(this.#policies, nowMs);
    this.#nextSwitchMs =
      this.#policies.find((later) => later.effectiveMs > nowMs)?.effectiveMs ?? Number.POSITIVE_INFINITY;
    if (!isSame(policy, this.table.policy)) this.table.policy = policy;
  }
}

const isSame = (a: AdmissionPolicy, b: AdmissionPolicy): boolean =>
  a.minimumAgent === b.minimumAgent &&
  a.agentMode === b.agentMode &&
  a.legacyTokenMode === b.legacyTokenMode &&
  a.verificationMode === b.verificationMode;
