import { randomBytes } from "node:crypto";
import type { Sql } from "@/db/client";
import { AppError } from "@/lib/app-error";
import { ensureGpuModels } from "@/lib/fleet/ensure-gpu-models";
import { dateOfMinute, hourOfMinute, isoOfMinute, minuteOf, minutesAnHour } from "@/lib/fleet/minute";
import { rollRange } from "@/lib/fleet/roll-call/roll-range";
import { type DemoState, writeDemoState } from "./demo-state";
import { type Fates, planFates } from "./fates";
import { type FleetPlan, planFleet } from "./plan-fleet";
import { recordStory } from "./record-story";
import { type DemoRecords, readRecordsKind, recordsKey } from "./records-kind";
import {
  aftermathMinutes,
  collapseAfterMinutes,
  collapseTimeFrom,
  demoScale,
  type FleetScale,
  historyMinutes,
  published,
  type Scene,
  scenarioId,
  scenarioTitle,
} from "./scenario";
import { scenarioNotes } from "./scenario-notes";
import { seedDeviceHistory, seedDeviceIds, seedDevices, seedVerifications } from "./seed-devices";
import { seedHistory } from "./seed-history";
import { seedProviders, seedTokens } from "./seed-providers";
import { moveCollapse, seedStory } from "./seed-story";

export type SeedOptions = {
  scene: Scene;
  /** The clock; read again towards the end, since minutes pass while seeding. */
  now: () => Date;
  scale?: FleetScale;
  /** Three days unless told. */
  historyMinutes?: number;
  /** A line for whoever waits. */
  say?: (line: string) => void;
};

/**
 * Seeds the scenario into an empty database: providers, devices, tokens, the calendar, three days of bits; then lets roll call derive
 * the rest. Throws AppError "records_not_empty" where there are records.
 */
export async function seedDemo(sql: Sql, options: SeedOptions): Promise<void> {
  const say = options.say ?? (() => {});
  const scale = options.scale ?? demoScale;
  const plan = planFleet(scale);
  const fates = planFates(plan);
  const startMinute = minuteOf(options.now());
  const collapseMinute = startMinute + (options.scene === "aftermath" ? -aftermathMinutes : collapseAfterMinutes);
  const records = recordsOf(options.scene, collapseMinute);
  const state = await claimRecords(sql, records, scale, options);

  say(`Providers and devices: ${scale.devices.toLocaleString("en")} of ${scale.providers.toLocaleString("en")}`);
  await ensureGpuModels(sql);
  const devices = { plan, fates, collapseMinute, nowMinute: startMinute };
  await seedProviders(sql, plan);
  await seedTokens(sql, plan, state.tokenKey, dateOfMinute(collapseMinute - 2 * 1_440));
  const fromHour = hourOfMinute(startMinute - (options.historyMinutes ?? historyMinutes));
  const seedBits = (fromMinute: number, toMinute: number) =>
    seedHistory(
      sql,
      plan,
      fates,
      { fromMinute, toMinute, collapseMinute },
      { hotFromHour: hourOfMinute(startMinute) - 1 },
    );
  // Postgres takes the devices in on its own processor while this process makes the bits.
  await Promise.all([
    seedDevices(sql, devices).then(() => say("Devices: in")),
    seedDeviceIds(sql, plan),
    seedVerifications(sql, devices),
    seedDeviceHistory(sql, devices),
    seedBits(fromHour * minutesAnHour, startMinute).then(() => say("Three days of heartbeats: in")),
  ]);
  await sql`analyze providers, devices, device_ids, verifications, device_decisions, device_history, presence, presence_blocks`;
  await roll(sql, fromHour * minutesAnHour, startMinute - 1, say);
  await catchUp(sql, plan, fates, state, { startMinute, collapseMinute }, options);
}

/** The minutes that passed meanwhile, which the worker rolls as it starts; and the collapse, if it is still to come, moves with them. */
async function catchUp(
  sql: Sql,
  plan: FleetPlan,
  fates: Fates,
  state: DemoState,
  at: { startMinute: number; collapseMinute: number },
  { now, scene }: SeedOptions,
): Promise<void> {
  const nowMinute = minuteOf(now());
  // Before the collapse nothing of the story depends on its minute, which is now put off by as long as the seeding took.
  const span = {
    fromMinute: at.startMinute,
    toMinute: nowMinute,
    collapseMinute: scene === "start" ? nowMinute + 1 : at.collapseMinute,
  };
  if (nowMinute > at.startMinute) {
    await seedHistory(sql, plan, fates, span, { hotFromHour: 0 });
  }
  const ended = now();
  if (scene === "aftermath") await recordStory(sql, state, dateOfMinute(at.collapseMinute), ended);
  await sql.begin(async (transaction) => {
    if (scene === "start") {
      await moveCollapse(transaction, state.policyId, collapseTimeFrom(ended));
    }
    await writeDemoState(transaction, { ...state, seededThrough: Math.max(nowMinute, at.startMinute) - 1 });
    await transaction`
      update settings set value = jsonb_set(value, '{seededAt}', to_jsonb(${ended.toISOString()}::text)), updated_at = now()
      where key = ${recordsKey}`;
  });
}

async function roll(sql: Sql, fromMinute: number, toMinute: number, say: (line: string) => void): Promise<void> {
  let told = 0;
  await rollRange(sql, fromMinute, toMinute, {
    onProgress: ({ minute }) => {
      const share = Math.floor(((minute - fromMinute + 1) / (toMinute - fromMinute + 1)) * 10) * 10;
      if (share > told) say(`Roll call over the history: ${share} %`);
      told = Math.max(told, share);
    },
  });
}

const recordsOf = (scene: Scene, collapseMinute: number): DemoRecords => ({
  kind: "demo",
  scenario: scenarioId,
  scene,
  title: scenarioTitle,
  shiftedFrom: published.collapseAt,
  shiftedTo: isoOfMinute(collapseMinute),
  notes: scenarioNotes(scene),
  seededAt: null,
});

/** Writes whose records these are in one transaction with the first of them, so that nothing real can come between. */
async function claimRecords(
  sql: Sql,
  records: DemoRecords,
  scale: FleetScale,
  options: SeedOptions,
): Promise<DemoState> {
  return sql.begin(async (transaction) => {
    const claimed = await transaction`
      insert into settings (key, value) values (${recordsKey}, ${JSON.stringify(records)}::text::jsonb)
      on conflict (key) do nothing`;
    const [found] = await transaction<{ isEmpty: boolean }[]>`
      select not exists (select from providers) and not exists (select from devices) and not exists (select from tokens)
        as "isEmpty"`;
    if (claimed.count === 0 || !found?.isEmpty) {
      const { kind } = await readRecordsKind(transaction);
      throw new AppError(
        "conflict",
        "records_not_empty",
        `This database holds ${claimed.count === 0 && kind === "demo" ? "a demo" : "records"} already: seed the demo into a new one (set MUSTER_DATA to another folder).`,
      );
    }
    const now = options.now();
    const policyId = await seedStory(transaction, new Date(records.shiftedTo), now);
    const state: DemoState = {
      scale,
      scene: options.scene,
      tokenKey: randomBytes(32).toString("hex"),
      policyId,
      seededThrough: 0,
      drivenSince: options.scene === "aftermath" ? now.toISOString() : null,
    };
    await writeDemoState(transaction, state);
    return state;
  });
}
