import { type AdmissionPolicy, judgeAdmission, openPolicy } from "@/lib/fleet/admission";
import type { Dictionary } from "@/lib/fleet/directory";
import {
  type BlockReason,
  blockReasons,
  type Plane,
  planeOfReason,
  planes,
  wouldPlaneOfReason,
} from "@/lib/fleet/planes";

/** What a verdict means for the books: the planes to put the bit into, and its place in a pulse. */
export type Ruling = {
  turnedAwayFor: BlockReason | null;
  planes: readonly Plane[];
  /** 0 admitted, then the reasons in their fixed order. */
  pulseIndex: number;
};

/** The verdicts of the policy in force, by (agent code, legacy token or not, verified or not), judged once each. */
export class AdmissionTable {
  #policy: AdmissionPolicy = openPolicy;
  #rulings: (Ruling | undefined)[] = [];

  constructor(readonly agents: Dictionary) {}

  get policy(): AdmissionPolicy {
    return this.#policy;
  }

  set policy(policy: AdmissionPolicy) {
    this.#policy = policy;
    this.#rulings = [];
  }

  ruling(agentCode: number, isLegacy: boolean, isVerified: boolean): Ruling {
    const key = agentCode * 4 + (isLegacy ? 2 : 0) + (isVerified ? 1 : 0);
    return this.#rulings[key] ?? this.#judge(key, agentCode, isLegacy, isVerified);
  }

  #judge(key: number, agentCode: number, isLegacy: boolean, isVerified: boolean): Ruling {
    const agent = this.agents.value(agentCode);
    const verdict = judgeAdmission(this.#policy, { agent, tokenKind: isLegacy ? "legacy" : "provider", isVerified });
    const { turnedAwayFor } = verdict;
    const own = turnedAwayFor ? planeOfReason(turnedAwayFor) : planes.admitted;
    const ruling: Ruling = {
      turnedAwayFor,
      planes: [own, ...verdict.wouldBeTurnedAwayFor.map(wouldPlaneOfReason)],
      pulseIndex: turnedAwayFor ? blockReasons.indexOf(turnedAwayFor) + 1 : 0,
    };
    this.#rulings[key] = ruling;
    return ruling;
  }
}
