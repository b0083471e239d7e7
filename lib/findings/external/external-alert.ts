import { hash } from "node:crypto";
import type { Severity } from "../finding-choices";

export const alertSources = ["alertmanager", "falco", "cloudevents"] as const;
export type AlertSource = (typeof alertSources)[number];

/** What another program found, in the one shape that all of them are brought into. Its texts are the sender's: never trusted. */
export type ExternalAlert = {
  source: AlertSource;
  /** The same for all that is one alert, and for no other. */
  fingerprint: string;
  /** external.<source>.<name of the sender's rule> */
  rule: string;
  severity: Severity;
  title: string;
  summary: string;
  attack: string[];
  subjects: Record<string, string>;
  evidence: Record<string, unknown>;
  /** When it fired, in milliseconds; null where the message says only that it is over. */
  firedAt: number | null;
  /** When it was over; null while it goes on, or where the sender knows no end. */
  resolvedAt: number | null;
  /** Names this firing among those of its fingerprint: the same again is a repetition. */
  key: string;
};

/** A part of a message that is no alert, and what is wrong with it. */
export type RefusedAlert = { index: number; detail: string };
export type ReadAlerts = { alerts: ExternalAlert[]; refused: RefusedAlert[] };

const digest = (parts: readonly unknown[], length: number): string =>
  hash("sha256", JSON.stringify(parts), "hex").slice(0, length);

/** 128 bits of what makes an alert the same one. */
export const fingerprintOf = (source: AlertSource, identity: readonly unknown[]): string =>
  `external/${source}/${digest(identity, 32)}`;

export const keyOf = (parts: readonly unknown[]): string => digest(parts, 24);

const longestName = 80;

/** The rule that a finding of a sender's rule has: letters, digits, dots, dashes and underscores. */
export function ruleOf(source: AlertSource, name: string): string {
  const plain = name
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, longestName);
  return `external.${source}.${plain || `rule-${digest([name], 8)}`}`;
}

const oldestMs = Date.UTC(2000, 0, 1);

/** A moment as it may be kept; `nowMs` in place of one that is missing, lies before 2000 (the zero of some clocks) or is still to come. */
export const momentOf = (ms: number | null, nowMs: number): number =>
  ms === null || ms < oldestMs || ms > nowMs ? nowMs : ms;
