/** What is known of an incident in fixed words, for forms, lists and the API alike. */
export const incidentStates = [
  "triage",
  "active",
  "contained",
  "recovering",
  "resolved",
  "closed",
  "declined",
  "merged",
] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Nobody works on it any more. The unique index of the rules holds the same words. */
export const endedStates = ["closed", "declined", "merged"] as const satisfies readonly IncidentState[];
export const openStates = ["triage", "active", "contained", "recovering", "resolved"] as const;
export const isOpenState = (state: IncidentState): boolean => (openStates as readonly string[]).includes(state);

export const stateLabels: Record<IncidentState, string> = {
  triage: "Triage",
  active: "Active",
  contained: "Contained",
  recovering: "Recovering",
  resolved: "Resolved",
  closed: "Closed",
  declined: "Declined",
  merged: "Merged",
};

export const incidentSeverities = [1, 2, 3, 4] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];

/** The written criteria. */
export const severityCriteria: Record<IncidentSeverity, string> = {
  1: "The fleet or a large part of it is lost or in an attacker's hands, or secrets of many providers are out. Everybody is called, at any hour.",
  2: "Many providers, a whole region or a cluster are hit, or an attacker is inside and not yet stopped. Responders are called, at any hour.",
  3: "One provider or a few devices are hit, or an attack was stopped before harm. Handled within the working day.",
  4: "A weakness or a suspicion without harm so far. Handled with the other work.",
};

export const tlps = ["clear", "green", "amber", "amber_strict", "red"] as const;
export type Tlp = (typeof tlps)[number];
/** Traffic Light Protocol 2.0. */
export const tlpLabels: Record<Tlp, string> = {
  clear: "TLP:CLEAR",
  green: "TLP:GREEN",
  amber: "TLP:AMBER",
  amber_strict: "TLP:AMBER+STRICT",
  red: "TLP:RED",
};

export const incidentKinds = [
  "fleet_tampering",
  "connection_loss",
  "data_leak",
  "credential_abuse",
  "counterfeit_devices",
  "cluster_compromise",
  "cryptomining",
  "other",
] as const;
export type IncidentKind = (typeof incidentKinds)[number];
export const incidentKindLabels: Record<IncidentKind, string> = {
  fleet_tampering: "Tampering with the fleet",
  connection_loss: "Loss of connections",
  data_leak: "Data leak",
  credential_abuse: "Abuse of credentials",
  counterfeit_devices: "Counterfeit devices",
  cluster_compromise: "Compromised cluster",
  cryptomining: "Cryptomining",
  other: "Other",
};

export const incidentRoleNames = ["lead", "scribe", "communications", "liaison", "expert"] as const;
export type IncidentRoleName = (typeof incidentRoleNames)[number];
export const incidentRoleLabels: Record<IncidentRoleName, string> = {
  lead: "Lead",
  scribe: "Scribe",
  communications: "Communications",
  liaison: "Liaison to providers",
  expert: "Expert",
};
