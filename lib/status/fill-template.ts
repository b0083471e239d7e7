import { incidentKindLabels, stateLabels } from "@/lib/incidents/incident-choices";
import type { Audience, UpdateKind } from "./update-choices";
import type { UpdateFacts } from "./update-facts";

export type Draft = { subject: string; body: string };

/**
 * The words to begin with, plain text, for a person to edit. Providers and leadership are told the kind of the incident and never its title,
 * which responders write for each other.
 */
export function fillTemplate(audience: Audience, kind: UpdateKind, facts: UpdateFacts): Draft {
  const { reference } = facts;
  const what = audience === "responders" ? facts.title : incidentKindLabels[facts.kind];
  const parts = [openings[audience][kind](what), standing(audience, facts), figures(facts), closings[audience][kind]];
  return { subject: `[${reference}] ${subjects[kind]}: ${what}`, body: parts.filter(Boolean).join("\n\n") };
}

const subjects: Record<UpdateKind, string> = { first: "Incident", progress: "Update", resolved: "Over" };

const openings: Record<Audience, Record<UpdateKind, (what: string) => string>> = {
  responders: {
    first: (what) => `An incident was opened: ${what}.`,
    progress: (what) => `How it stands: ${what}.`,
    resolved: (what) => `It is over: ${what}.`,
  },
  leadership: {
    first: (what) => `We are handling an incident: ${lower(what)}.`,
    progress: (what) => `How the incident stands (${lower(what)}):`,
    resolved: (what) => `The incident is over (${lower(what)}).`,
  },
  providers: {
    first: (what) => `We are handling an incident that may concern your devices: ${lower(what)}.`,
    progress: (what) => `How the incident stands that may concern your devices (${lower(what)}):`,
    resolved: (what) => `The incident that may have concerned your devices is over (${lower(what)}).`,
  },
};

const closings: Record<Audience, Record<UpdateKind, string>> = {
  responders: {
    first: "What is known, and who does what: in the timeline.",
    progress: "What was done since:\n- \n\nWhat comes next:\n- ",
    resolved: "What is left to do: in the timeline and the review.",
  },
  leadership: {
    first: "What it means for the business:\n- \n\nWhat we do:\n- ",
    progress: "What has changed:\n- \n\nWhat we need from you: nothing.",
    resolved: "What it cost, and what we change:\n- ",
  },
  providers: {
    first: "What you should do now:\n- ",
    progress: "What you should do now:\n- ",
    resolved: "You need to do nothing more.",
  },
};

/** Severity is a word among ourselves. */
function standing(audience: Audience, { state, severity, detectedAt }: UpdateFacts): string {
  const since = detectedAt ? `, detected ${utc(detectedAt)}` : "";
  return audience === "providers"
    ? `State: ${stateLabels[state]}${since}.`
    : `State: ${stateLabels[state]}, severity ${severity} of 4 (1 the gravest)${since}.`;
}

/** Unknown is said, never a zero. */
function figures({ devices }: UpdateFacts): string {
  if (!devices) return "Connected devices: unknown.";
  const { connected, enrolled, at, source } = devices;
  return `Connected devices: ${thousands(connected)} of ${thousands(enrolled)} enrolled (${utc(at)}; ${source}).`;
}

const thousands = (count: number): string => new Intl.NumberFormat("en").format(count);
/** 2024-04-25 08:05 UTC */
export const utc = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
