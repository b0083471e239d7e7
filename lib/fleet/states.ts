import { type BlockReason, blockReasons } from "./planes";

/** Codes of device_states.state and transitions.from_state and to_state. 0: not enrolled at that minute. */
export const stateCodes = {
  none: 0,
  connected: 1,
  blocked_outdated_agent: 2,
  blocked_legacy_token: 3,
  blocked_unverified: 4,
  silent: 5,
  quarantined: 6,
  unknown: 7,
  retired: 8,
} as const;
export type StateCode = (typeof stateCodes)[keyof typeof stateCodes];

export const stateNames = ["connected", "blocked", "silent", "quarantined", "unknown", "retired"] as const;
export type StateName = (typeof stateNames)[number];

export type DeviceState = { state: StateName; reason?: BlockReason };

/** What a person and the API see of a code; null for a device that was not enrolled. */
export function deviceStateOf(code: number): DeviceState | null {
  switch (code) {
    case stateCodes.connected:
      return { state: "connected" };
    case stateCodes.silent:
      return { state: "silent" };
    case stateCodes.quarantined:
      return { state: "quarantined" };
    case stateCodes.unknown:
      return { state: "unknown" };
    case stateCodes.retired:
      return { state: "retired" };
    default: {
      const reason = blockReasons[code - stateCodes.blocked_outdated_agent];
      return reason ? { state: "blocked", reason } : null;
    }
  }
}

export function codesOfState(state: StateName): StateCode[] {
  if (state !== "blocked") return [stateCodes[state]];
  return [stateCodes.blocked_outdated_agent, stateCodes.blocked_legacy_token, stateCodes.blocked_unverified];
}

export const codeOfReason = (reason: BlockReason): StateCode => stateCodes[`blocked_${reason}`];
