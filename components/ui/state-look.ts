import type { BlockReason } from "@/lib/fleet/planes";
import type { StateName } from "@/lib/fleet/states";

/** A state as it is drawn: the reasons of blocked are drawn apart. */
export type DrawnState = Exclude<StateName, "blocked"> | `blocked_${BlockReason}`;
export type StateShape = "disc" | "triangle" | "square" | "ring" | "diamond" | "hatch" | "dash";

export type StateLook = { label: string; color: string; shape: StateShape; meaning: string };

/** One colour, one shape and one word for a state, on every chart, badge and strip. In the order in which they are stacked. */
export const stateLooks: Record<DrawnState, StateLook> = {
  connected: {
    label: "Connected",
    color: "var(--connected)",
    shape: "disc",
    meaning: "called within its window and was admitted",
  },
  blocked_outdated_agent: {
    label: "Blocked: outdated agent",
    color: "var(--blocked-outdated-agent)",
    shape: "triangle",
    meaning: "calls, but its agent is older than the policy admits",
  },
  blocked_legacy_token: {
    label: "Blocked: legacy token",
    color: "var(--blocked-legacy-token)",
    shape: "triangle",
    meaning: "calls with a token that the policy no longer admits",
  },
  blocked_unverified: {
    label: "Blocked: unverified",
    color: "var(--blocked-unverified)",
    shape: "triangle",
    meaning: "calls, but has no valid verification",
  },
  silent: {
    label: "Silent",
    color: "var(--silent)",
    shape: "ring",
    meaning: "did not call within its window, while Muster listened",
  },
  quarantined: {
    label: "Quarantined",
    color: "var(--quarantined)",
    shape: "diamond",
    meaning: "kept out by decision, mostly as counterfeit",
  },
  unknown: {
    label: "Unknown",
    color: "var(--unknown)",
    shape: "hatch",
    meaning: "Muster did not listen, so nobody can say",
  },
  retired: { label: "Retired", color: "var(--unknown)", shape: "dash", meaning: "taken out of the fleet by decision" },
};

export function drawnState(state: StateName, reason?: BlockReason | null): DrawnState {
  return state === "blocked" ? `blocked_${reason ?? "outdated_agent"}` : state;
}

export const reasonLabels: Record<BlockReason, string> = {
  outdated_agent: "Outdated agent",
  legacy_token: "Legacy token",
  unverified: "Unverified",
};
