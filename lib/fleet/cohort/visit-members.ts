import { type StateCode, stateCodes } from "../states";
import type { DeviceMatcher } from "./device-matcher";
import type { FleetMoment } from "./fleet-moment";

export type Member = { code: StateCode; isSeen: boolean; isVerified: boolean; gpus: number };
type MomentShard = FleetMoment["shards"][number];

/**
 * Every device that was enrolled at the moment (the retired are not, unless `codes` asks for them), matches, and is in one of
 * the states. One object is used for all: copy what is kept.
 */
export function visitMembers(
  moment: Pick<FleetMoment, "shards">,
  matcher: DeviceMatcher,
  codes: ReadonlySet<StateCode> | null,
  each: (offset: number, member: Member, at: MomentShard) => void,
): void {
  const member: Member = { code: stateCodes.none, isSeen: false, isVerified: false, gpus: 0 };
  for (const at of moment.shards) {
    const { records, states } = at;
    records.enrolled.visit((offset) => {
      const code = states.codeAt(offset);
      if (codes ? !codes.has(code) : code === stateCodes.retired) return;
      if (!matcher.matches(records, offset)) return;
      member.code = code;
      member.isSeen = states.isSeen(offset);
      member.isVerified = code === stateCodes.connected && records.verified.has(offset);
      member.gpus = records.gpuCount[offset] as number;
      each(offset, member, at);
    });
  }
}
