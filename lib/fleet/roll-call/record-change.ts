export type RecordField =
  | "quarantined"
  | "retired"
  | "verified"
  | "region"
  | "gpuModel"
  | "agent"
  | "gpuCount"
  | "provider";

/**
 * From `minute` on the field of the device has this value: 0 or 1, a number, or a code of the directory's dictionaries.
 */
export type RecordChange = { minute: number; offset: number; field: RecordField; value: number };

/** Stands before every minute: the value that holds when a span begins. */
export const fromTheBeginning = Number.NEGATIVE_INFINITY;

export type AddChange = (ordinal: number, minute: number, field: RecordField, value: number) => void;
