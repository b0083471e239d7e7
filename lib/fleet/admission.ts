import semver from "semver";
import type { TokenKind } from "@/lib/access/token-format";
import { type BlockReason, blockReasons } from "./planes";

export const admissionModes = ["off", "report", "enforce"] as const;
export type AdmissionMode = (typeof admissionModes)[number];

/** What a gateway asks of a device that calls; a row of admission_policies. */
export type AdmissionPolicy = {
  minimumAgent: string | null;
  agentMode: AdmissionMode;
  legacyTokenMode: AdmissionMode;
  verificationMode: AdmissionMode;
};

/** What is known of a device when it calls. */
export type AdmissionSubject = { agent: string | null; tokenKind: TokenKind; isVerified: boolean };

export type Verdict = {
  /** The first reason, in the fixed order, for which the device is turned away; null: it is admitted. */
  turnedAwayFor: BlockReason | null;
  /** Every reason for which it would be turned away by a rule that only reports yet, in the fixed order. */
  wouldBeTurnedAwayFor: BlockReason[];
};

export const openPolicy: AdmissionPolicy = {
  minimumAgent: null,
  agentMode: "off",
  legacyTokenMode: "off",
  verificationMode: "off",
};

/** Pure: the same policy and subject always give the same verdict, so that gateways cache it. */
export function judgeAdmission(policy: AdmissionPolicy, subject: AdmissionSubject): Verdict {
  const applies: Record<BlockReason, boolean> = {
    outdated_agent: policy.minimumAgent !== null && isOutdated(subject.agent, policy.minimumAgent),
    legacy_token: subject.tokenKind === "legacy",
    unverified: !subject.isVerified,
  };
  const modes: Record<BlockReason, AdmissionMode> = {
    outdated_agent: policy.agentMode,
    legacy_token: policy.legacyTokenMode,
    unverified: policy.verificationMode,
  };
  return {
    turnedAwayFor: blockReasons.find((reason) => applies[reason] && modes[reason] === "enforce") ?? null,
    wouldBeTurnedAwayFor: blockReasons.filter((reason) => applies[reason] && modes[reason] === "report"),
  };
}

/** An agent that names no version cannot show that it is new enough. A leading "v" and missing parts are taken. */
function isOutdated(agent: string | null, minimum: string): boolean {
  const lowest = versionOf(minimum);
  if (!lowest) return false;
  const version = agent === null ? null : versionOf(agent);
  return version === null || semver.lt(version, lowest);
}

function versionOf(text: string): semver.SemVer | null {
  return semver.parse(text, { loose: true }) ?? semver.parse(padded(text));
}

/** "1.5" and "v2" are versions to people, not to semver. */
function padded(text: string): string {
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text.trim());
  return match ? `${match[1]}.${match[2] ?? "0"}.0` : "";
}
