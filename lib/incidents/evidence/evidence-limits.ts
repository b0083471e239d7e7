/** Of one file: 200 MB. */
export const mostEvidenceBytes = 200 * 1_048_576;
/** Of one incident and all that was merged into it. */
export const mostEvidenceFiles = 500;
