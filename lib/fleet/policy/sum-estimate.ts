import type { TokenKind } from "@/lib/access/token-format";
import { type AdmissionPolicy, judgeAdmission, openPolicy } from "../admission";
import type { BlockReason } from "../planes";
import type { AffectedOver, AgainstFollowed, EstimateRow, PolicyEstimate } from "./policy-estimate";

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
> & { against: Omit<AgainstFollowed, "policyId"> };

type Row = Required<EstimateRow>;

/**
 * Pure: judges each group as a gateway would judge its devices, by the policy and by the one that it follows, and sums the
 * verdicts. Every dimension holds every device.
 */
export function sumEstimate(
  policy: AdmissionPolicy,
  groups: readonly SeenGroup[],
  followed: AdmissionPolicy = openPolicy,
): Sums {
  const rows = new Map<EstimateDimension, Map<string, Row>>(estimateDimensions.map((name) => [name, new Map()]));
  const seen = nothing();
  const turnedAway = { ...nothing(), byReason: {} as Partial<Record<BlockReason, AffectedOver>> }; // filled below
  const reported = { ...nothing(), byReason: {} as Partial<Record<BlockReason, AffectedOver>> }; // filled below
  const against = { readmitted: nothing(), newlyTurnedAway: nothing() };
  const tokenKindUnknown = { devices: 0, gpus: 0 };
  for (const group of groups) {
    const subject = { ...group, tokenKind: group.tokenKind ?? "provider" } as const;
    const verdict = judgeAdmission(policy, subject);
    const wasTurnedAway = judgeAdmission(followed, subject).turnedAwayFor !== null;
    const changed = wasTurnedAway === (verdict.turnedAwayFor !== null) ? null : changeOf(wasTurnedAway);
    const isReported = verdict.turnedAwayFor === null && verdict.wouldBeTurnedAwayFor.length > 0;
    const row = rowOf(rows, group);
    add(row.seen, group);
    if (verdict.turnedAwayFor) add(row.turnedAway, group);
    if (isReported) add(row.reported, group);
    if (changed) add(row[changed], group);
    // The fleet's own sums are taken over one dimension, since each holds everybody.
    if (group.dimension !== "region") continue;
    add(seen, group);
    if (changed) add(against[changed], group);
    if (group.tokenKind === null) {
      tokenKindUnknown.devices += group.devices;
      tokenKindUnknown.gpus += group.gpus;
    }
    if (verdict.turnedAwayFor) addReasons(turnedAway, [verdict.turnedAwayFor], group);
    if (isReported) addReasons(reported, verdict.wouldBeTurnedAwayFor, group);
  }
  const providers = [...(rows.get("provider")?.values() ?? [])];
  const count = (of: "turnedAway" | "reported" | Change) =>
    providers.filter((row) => row[of].last24Hours.devices > 0).length;
  return {
    seen,
    turnedAway: { ...turnedAway, providers: count("turnedAway") },
    reported: { ...reported, providers: count("reported") },
    against: {
      readmitted: { ...against.readmitted, providers: count("readmitted") },
      newlyTurnedAway: { ...against.newlyTurnedAway, providers: count("newlyTurnedAway") },
    },
    byProvider: mostAffected(rows.get("provider")),
    byModel: mostAffected(rows.get("gpu_model")),
    byRegion: mostAffected(rows.get("region")),
    tokenKindUnknown,
  };
}

type Change = "readmitted" | "newlyTurnedAway";
const changeOf = (wasTurnedAway: boolean): Change => (wasTurnedAway ? "readmitted" : "newlyTurnedAway");

type Total = AffectedOver & { byReason: Partial<Record<BlockReason, AffectedOver>> };

function addReasons(total: Total, reasons: BlockReason[], group: SeenGroup): void {
  add(total, group);
  for (const reason of reasons) {
    const sum = total.byReason[reason] ?? nothing();
    add(sum, group);
    total.byReason[reason] = sum;
  }
}

function rowOf(rows: Map<EstimateDimension, Map<string, Row>>, group: SeenGroup): Row {
  const ofDimension = rows.get(group.dimension);
  const known = ofDimension?.get(group.key);
  if (known) return known;
  const { key, label } = group;
  const changes = { readmitted: nothing(), newlyTurnedAway: nothing() };
  const row = { key, label, seen: nothing(), turnedAway: nothing(), reported: nothing(), ...changes };
  ofDimension?.set(key, row);
  return row;
}

/** Those for whom most changes first, then those who are turned away, then those who are only reported. */
function mostAffected(rows: Map<string, Row> | undefined): { rows: EstimateRow[]; others: number } {
  const weights = (row: Row): number[] => [
    row.readmitted.last24Hours.devices + row.newlyTurnedAway.last24Hours.devices,
    row.turnedAway.last24Hours.devices,
    row.reported.last24Hours.devices,
  ];
  const affected = [...(rows?.values() ?? [])]
    .map((row) => ({ row, weight: weights(row) }))
    .filter(({ weight }) => weight.some((devices) => devices > 0));
  affected.sort((a, b) => {
    const place = a.weight.findIndex((devices, index) => devices !== b.weight[index]);
    if (place < 0) return a.row.key < b.row.key ? -1 : 1;
    return (b.weight[place] as number) - (a.weight[place] as number);
  });
  const shown = affected.slice(0, rowsShown).map(({ row }) => row);
  return { rows: shown, others: affected.length - shown.length };
}
