/** Why a device that called was turned away, in the fixed order in which the first that applies is the reason. */
export const blockReasons = ["outdated_agent", "legacy_token", "unverified"] as const;
export type BlockReason = (typeof blockReasons)[number];

/** Codes of presence.plane. would_… is written while the policy only reports; the device is then admitted too. */
export const planes = {
  admitted: 0,
  outdated_agent: 1,
  legacy_token: 2,
  unverified: 3,
  would_outdated_agent: 11,
  would_legacy_token: 12,
  would_unverified: 13,
  /**
   * Minutes in which a source other than the gateway (imported checks) watched the device: they count as covered for it
   * although Muster itself did not listen. Being a statement of its own, it can be ORed like any other bit.
   */
  observed: 21,
} as const;
export type PlaneName = keyof typeof planes;
export type Plane = (typeof planes)[PlaneName];

export const planeOfReason = (reason: BlockReason): Plane => planes[reason];
export const wouldPlaneOfReason = (reason: BlockReason): Plane => planes[`would_${reason}`];

/** The planes that decide the state of a device. */
export const statePlanes = [planes.admitted, planes.outdated_agent, planes.legacy_token, planes.unverified] as const;
