import type { Policy } from "../policy/policy";
import type { DeviceState } from "../states";

export type Explanation = {
  /** What is the matter, in one sentence. */
  why: string;
  /** What the owner has to do, in this order; empty where nothing helps or nothing is needed. */
  steps: string[];
};

export type ExplainedDevice = {
  agent: string | null;
  intervalSeconds: number;
  /** Of the token that it called with last; null where that is not recorded. */
  tokenKind: string | null;
  decisionReason: string | null;
  verifiedAt: Date | null;
  verifiedUntil: Date | null;
};

export type ExplainingPolicy = Pick<Policy, "minimumAgent" | "legacyTokenMode" | "verificationMode">;

const callsAgain = (device: ExplainedDevice) =>
  `Nothing else is needed: it is let in with its next heartbeat, within ${device.intervalSeconds} s, and shows here a minute later.`;

/**
 * Why a device is in its state at `now` and what its owner has to do, in words that can be sent to them as they are. A device shows
 * the first reason alone: its steps go on with those of the reasons that would turn it away next. Null while all is well.
 */
export function explainState(
  { state, reason }: DeviceState,
  device: ExplainedDevice,
  policy: ExplainingPolicy | null,
  now: Date,
): Explanation | null {
  switch (state) {
    case "connected":
      return null;
    case "blocked": {
      const parts: Explanation[] = [];
      if (reason === "outdated_agent") parts.push(outdatedAgent(device, policy?.minimumAgent ?? null));
      if (reason === "legacy_token" || (parts.length > 0 && isLegacyRefused(device, policy))) parts.push(legacyToken());
      if (parts.length === 0 || isUnverifiedRefused(device, policy, now)) parts.push(unverified(device));
      return {
        why: parts.map((part) => part.why).join(" "),
        steps: [...parts.flatMap((part) => part.steps), callsAgain(device)],
      };
    }
    case "silent":
      return silent(device);
    case "quarantined":
      return {
        why: `It was quarantined: ${device.decisionReason ?? "the reason stands below"}. It counts in no figure of connected devices.`,
        steps: [
          "Send proof of the hardware to your contact at the network, with the id of this device.",
          "Do not enrol it again under another id: the new one is quarantined as well.",
        ],
      };
    case "retired":
      return {
        why: `It was taken out of the fleet: ${device.decisionReason ?? "the reason stands below"}.`,
        steps: [],
      };
    case "unknown":
      return { why: "Muster did not listen in these minutes, so nobody can say whether it called.", steps: [] };
  }
}

const isLegacyRefused = (device: ExplainedDevice, policy: ExplainingPolicy | null): boolean =>
  policy?.legacyTokenMode === "enforce" && device.tokenKind === "legacy";

const isUnverifiedRefused = (device: ExplainedDevice, policy: ExplainingPolicy | null, now: Date): boolean =>
  policy?.verificationMode === "enforce" && !(device.verifiedUntil && device.verifiedUntil > now);

function outdatedAgent(device: ExplainedDevice, minimum: string | null): Explanation {
  const has = device.agent ? `runs agent ${device.agent}` : "does not say which agent it runs";
  const lowest = minimum ?? "the version that the policy names";
  return {
    why: `It calls, but ${has}, and the policy lets in ${lowest} or later.`,
    steps: [
      `Update the agent to ${lowest} or later. A container that is pinned to an older image must be pulled anew.`,
      "Restart it, and see that the old process is gone: a device that two agents report for is judged by each of them.",
    ],
  };
}

function legacyToken(): Explanation {
  return {
    why: "It calls with the old token that many devices share, which the policy no longer lets in.",
    steps: [
      "Ask your contact at the network for a token of your own; they make it under Settings, Tokens.",
      "Put it into the agent's configuration in place of the old one, on every machine, and restart the agent.",
    ],
  };
}

function unverified(device: ExplainedDevice): Explanation {
  const why = device.verifiedAt
    ? "It calls, but its last verification has expired, and the policy asks for a valid one."
    : "It calls, but it never passed a verification, and the policy asks for one.";
  return {
    why,
    steps: [
      "Leave the machine idle and reachable: the verification runs by itself and needs all of its GPUs.",
      "If none has run within the hour, ask your contact at the network to start it.",
    ],
  };
}

function silent(device: ExplainedDevice): Explanation {
  return {
    why: `It does not call. It is expected to, every ${device.intervalSeconds} s.`,
    steps: [
      "See that the machine is on and the agent runs; its log names what it cannot reach.",
      "See that it reaches the gateway: a VPN, a firewall or a wrong name server are the usual causes.",
      "See that its clock is right: a heartbeat dated more than ten minutes back is refused.",
    ],
  };
}
