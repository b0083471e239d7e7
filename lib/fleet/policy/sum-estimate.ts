import type { TokenKind } from "@/lib/access/token-format";
import { type AdmissionPolicy, judgeAdmission } from "../admission";
import type { BlockReason } from "../planes";
import type { AffectedOver, EstimateRow, PolicyEstimate } from "./policy-estimate";

export const estimateDimensions = ["provider", "gpu_model", "region"] as const;
export type EstimateDimension = (typeof estimateDimensions)[number];

/** Devices that are alike in all that a policy asks about, within one value of one dimension. */
export type SeenGroup = {
  dimension: EstimateDimension;
  key: string;
  label: string;
  agent: string | null;
  tokenKind: TokenKind | null;
  isVerified: boolean;
  devices: number;
  gpus: number;
  devicesNow: number;
  gpusNow: number;
};

const rowsShown = 20;
const nothing = (): AffectedOver => ({ now: { devices: 0, gpus: 0 }, last24Hours: { devices: 0, gpus: 0 } });

function add(to: AffectedOver, group: SeenGroup): void {
  to.now.devices += group.devicesNow;
  to.now.gpus += group.gpusNow;
  to.last24Hours.devices += group.devices;
  to.last24Hours.gpus += group.gpus;
}

type Sums = Pick<
  PolicyEstimate,
  "seen" | "turnedAway" | "reported" | "byProvider" | "byModel" | "byRegion" | "tokenKindUnknown"
>;

/** Pure: judges each group as a gateway would judge its devices, and sums the verdicts. Every dimension holds every device. */
export function sumEstimate(policy: AdmissionPolicy, groups: readonly SeenGroup[]): Sums {
  const rows = new Map<EstimateDimension, Map<string, EstimateRow>>(
    estimateDimensions.map((name) => [name, new Map()]),
  );
  const seen = nothing();
  const turnedAway = { ...nothing(), byReason: {} as Partial<Record<BlockReason, AffectedOver>> }; // filled below
  const reported = { ...nothing(), byReason: {} as Partial<Record<BlockReason, AffectedOver>> }; // filled below
  const tokenKindUnknown = { devices: 0, gpus: 0 };
  for (const group of groups) {
    const verdict = judgeAdmission(policy, { ...group, tokenKind: group.tokenKind ?? "provider" });
    const isReported = verdict.turnedAwayFor === null && verdict.wouldBeTurnedAwayFor.length > 0;
    const row = rowOf(rows, group);
    add(row.seen, group);
    if (verdict.turnedAwayFor) add(row.turnedAway, group);
    if (isReported) add(row.reported, group);
    // The fleet's own sums are taken over one dimension, since each holds everybody.
    if (group.dimension !== "region") continue;
    add(seen, group);
    if (group.tokenKind === null) {
      tokenKindUnknown.devices += group.devices;
      tokenKindUnknown.gpus += group.gpus;
    }
    if (verdict.turnedAwayFor) addReasons(turnedAway, [verdict.turnedAwayFor], group);
    if (isReported) addReasons(reported, verdict.wouldBeTurnedAwayFor, group);
  }
  const providers = [...(rows.get("provider")?.values() ?? [])];
  const count = (of: "turnedAway" | "reported") => providers.filter((row) => row[of].last24Hours.devices > 0).length;
  return {
    seen,
    turnedAway: { ...turnedAway, providers: count("turnedAway") },
    reported: { ...reported, providers: count("reported") },
    byProvider: mostAffected(rows.get("provider")),
    byModel: mostAffected(rows.get("gpu_model")),
    byRegion: mostAffected(rows.get("region")),
    tokenKindUnknown,
  };
}

type Total = AffectedOver & { byReason: Partial<Record<BlockReason, AffectedOver>> };

function addReasons(total: Total, reasons: BlockReason[], group: SeenGroup): void {
  add(total, group);
  for (const reason of reasons) {
    const sum = total.byReason[reason] ?? nothing();
    add(sum, group);
    total.byReason[reason] = sum;
  }
}

function rowOf(rows: Map<EstimateDimension, Map<string, EstimateRow>>, group: SeenGroup): EstimateRow {
  const ofDimension = rows.get(group.dimension);
  const known = ofDimension?.get(group.key);
  if (known) return known;
  const { key, label } = group;
  const row = { key, label, seen: nothing(), turnedAway: nothing(), reported: nothing() };
  ofDimension?.set(key, row);
  return row;
}

function mostAffected(rows: Map<string, EstimateRow> | undefined): { rows: EstimateRow[]; others: number } {
  const weight = (row: EstimateRow) => row.turnedAway.last24Hours.devices * 2 ** 31 + row.reported.last24Hours.devices;
  const affected = [...(rows?.values() ?? [])].filter((row) => weight(row) > 0);
  affected.sort((a, b) => weight(b) - weight(a) || (a.key < b.key ? -1 : 1));
  return { rows: affected.slice(0, rowsShown), others: Math.max(0, affected.length - rowsShown) };
}
