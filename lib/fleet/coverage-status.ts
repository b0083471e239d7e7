/** Codes of coverage.status: whether Muster listened in a minute. A minute without a row was not listened in. */
export const coverageStatus = { none: 0, partial: 1, full: 2 } as const;
export type CoverageStatus = (typeof coverageStatus)[keyof typeof coverageStatus];
