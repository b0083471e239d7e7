import { minutesAnHour } from "@/lib/fleet/minute";
import { chance } from "./chance";
import { bootIdOf } from "./device-id";
import type { Fates } from "./fates";
import { agents, type FleetPlan, roles } from "./plan-fleet";
import { firstAgentWithBoot, minimumAgent, published, repairedAgent } from "./scenario";

const purpose = { verified: 90, verifiedAt: 91, validity: 92, upgraded: 93, caught: 94, duration: 95 };
const proofOfWorkMinutes = published.proofOfWorkHoursBefore * minutesAnHour;
/** The new agent was released 30 hours before. */
const releaseMinutes = 30 * minutesAnHour;
const agentBefore = "1.4.2";

/** Minutes are counted since the collapse: negative ones lie before it. */
export type Verification = {
  minute: number;
  result: "passed" | "failed";
  validMinutes: number | null;
  durationMs: number;
};

/** What the proof-of-work check found of a device, if it has reached it: some passes held half a day, some have no end. */
export function verificationOf(plan: FleetPlan, device: number): Verification | null {
  const { seed, devices } = plan.scale;
  const draw = (what: number) => chance(seed, device, what);
  const durationMs = Math.round(800 + 4_000 * draw(purpose.duration));
  const enrolled = -(plan.enrolledBefore[device] ?? 0);
  if (plan.role[device] === roles.counterfeit) {
    const minute = -Math.round(120 + (proofOfWorkMinutes - 130) * draw(purpose.caught));
    return { minute, result: "failed", validMinutes: null, durationMs };
  }
  const share = (published.verified / published.activeConnectionsBefore) * (plan.role[device] === roles.ready ? 3 : 1);
  if (devices === 0 || draw(purpose.verified) >= share) return null;
  const from = Math.max(enrolled, -proofOfWorkMinutes);
  const minute = Math.round(from + (-10 - from) * draw(purpose.verifiedAt));
  const validity = draw(purpose.validity);
  const validMinutes = validity < 0.1 ? 12 * minutesAnHour : validity < 0.8 ? 720 * minutesAnHour : null;
  return { minute, result: "passed", validMinutes, durationMs };
}

/** When it was updated to the new agent before the collapse, and what it ran before; null where it was not, or came with it. */
export function upgradeOf(plan: FleetPlan, device: number): { minute: number; former: string } | null {
  if (agents[plan.agent[device] ?? 0] !== minimumAgent) return null;
  const enrolled = -(plan.enrolledBefore[device] ?? 0);
  if (enrolled > -releaseMinutes) return null;
  const minute = -Math.round(20 + (releaseMinutes - 20) * chance(plan.scale.seed, device, purpose.upgraded));
  return { minute, former: agentBefore };
}

export type CallsAs = { agent: string; tokenKind: "provider" | "legacy"; boot: string | null };

const withoutBoot = agents.map((agent) => agent < firstAgentWithBoot);

/** With what a device calls so many minutes after the collapse (before it: any negative number). */
export function callsAs(plan: FleetPlan, fates: Fates, device: number, minute: number): CallsAs {
  const { seed } = plan.scale;
  if ((fates.returns[device] ?? 0) <= minute) {
    return { agent: repairedAgent, tokenKind: "provider", boot: bootIdOf(seed, device, 1) };
  }
  const code = plan.agent[device] ?? 0;
  return {
    agent: agents[code] ?? minimumAgent,
    tokenKind: plan.role[device] === roles.ready ? "provider" : "legacy",
    boot: withoutBoot[code] ? null : bootIdOf(seed, device, 0),
  };
}
