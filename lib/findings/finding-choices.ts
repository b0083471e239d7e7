export const findingStatuses = ["new", "in_progress", "suppressed", "resolved"] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** The gravest first. */
export const severities = ["critical", "high", "medium", "low", "info"] as const;
export type Severity = (typeof severities)[number];

/** What a finding's rule looks at. */
export const findingSources = ["fleet", "api", "cluster", "external"] as const;
export type FindingSource = (typeof findingSources)[number];
