import type { SqlOrTransaction } from "@/db/client";
import { minutesADay, minutesAnHour } from "@/lib/fleet/minute";
import { recordsKey } from "./records-kind";
import { minimumAgent, published } from "./scenario";

type Change = {
  kind: string;
  title: string;
  description: string;
  /** Minutes after the collapse. */
  starts: number;
  ends?: number;
  isPolicy?: boolean;
};

const story: readonly Change[] = [
  {
    kind: "deployment",
    title: `Agent ${minimumAgent} released`,
    description: "Signs in with its provider's own token. Announced in a chat room only. (Made up: version and hour.)",
    starts: -30 * minutesAnHour,
  },
  {
    kind: "deployment",
    title: "Proof-of-work check against counterfeit GPUs",
    description: "Introduced 26 hours before the attack.",
    starts: -published.proofOfWorkHoursBefore * minutesAnHour,
  },
  {
    kind: "other",
    title: "Alarm: surge of write operations on the GPU metadata API",
    description:
      '25 April 2024, 1:05 am "PST": 08:05 or 09:05 UTC, the sources leave it open. Callers used the universal token.',
    starts: -355,
    ends: -295,
  },
  {
    kind: "policy",
    title: `Policy: agent ${minimumAgent} or later, no universal token`,
    description:
      "The security patch: user-specific authentication in place of the universal token. Enforced at once; nobody had counted whom it would turn away.",
    starts: 0,
    isPolicy: true,
  },
  {
    kind: "rewards_snapshot",
    title: "Rewards snapshot",
    description: "Who is connected now earns. It coincided with the patch. (Its hour was not published.)",
    starts: 15,
    ends: 75,
  },
  {
    kind: "other",
    title: "The founder forms clusters live on a stream",
    description: "28 April 2024, to answer the doubt about the number of GPUs.",
    starts: 3 * minutesADay,
    ends: 3 * minutesADay + 60,
  },
  {
    kind: "season",
    title: "Ignition rewards, season 2",
    description: "1 to 30 May 2024: an incentive for suppliers to upgrade, restart and reconnect.",
    starts: 6 * minutesADay,
    ends: 36 * minutesADay,
  },
];

/** The policy of the collapse and the calendar of the story. Returns the policy's id. */
export async function seedStory(sql: SqlOrTransaction, collapseAt: Date, createdAt: Date): Promise<number> {
  const [policy] = await sql<{ id: number }[]>`
    insert into admission_policies (minimum_agent, agent_mode, legacy_token_mode, effective_at, note, created_by, created_at)
    values (${minimumAgent}, 'enforce', 'enforce', ${collapseAt},
      'Security patch. As in 2024, nobody estimated beforehand whom it would turn away.', 'demo', ${createdAt})
    returning id`;
  if (!policy) throw new Error("an insert returned no row");
  const at = (minutes: number) => new Date(collapseAt.getTime() + minutes * 60_000);
  for (const change of story) {
    await sql`
      insert into changes (kind, title, description, starts_at, ends_at, policy_id, created_by, created_at, updated_at)
      values (${change.kind}, ${change.title}, ${change.description}, ${at(change.starts)},
        ${change.ends === undefined ? null : at(change.ends)}, ${change.isPolicy ? policy.id : null}, 'demo',
        ${createdAt}, ${createdAt})`;
  }
  return policy.id;
}

/** Puts the collapse, and what the calendar holds from then on, to `collapseAt`, and says so. For before anything has come of it. */
export async function moveCollapse(sql: SqlOrTransaction, policyId: number, collapseAt: Date): Promise<void> {
  await sql`
    with policy as (select id, effective_at from admission_policies where id = ${policyId}), moved as (
      update changes set starts_at = starts_at + (${collapseAt}::timestamptz - policy.effective_at),
        ends_at = ends_at + (${collapseAt}::timestamptz - policy.effective_at)
      from policy where created_by = 'demo' and starts_at >= policy.effective_at)
    update admission_policies set effective_at = ${collapseAt} from policy where admission_policies.id = policy.id`;
  await sql`
    update settings set value = jsonb_set(value, '{shiftedTo}', to_jsonb(${collapseAt.toISOString()}::text)), updated_at = now()
    where key = ${recordsKey}`;
}
