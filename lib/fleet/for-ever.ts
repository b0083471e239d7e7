/** What "for ever" is written as; PostgreSQL reads no later year from an ISO text. */
export const forEverMs = Date.UTC(9999, 11, 31);

/** Whether a time is the one that stands for "without an end". */
export const isForEver = (time: Date): boolean => time.getTime() >= forEverMs;
