import type { AttributeChange } from "./list-attribute-changes";

/** The fields whose value at a past moment was another than now, with that value. `changes` newest first. */
export function attributesAt(changes: readonly AttributeChange[], at: Date): Map<string, string | null> {
  const values = new Map<string, string | null>();
  // Going back in time, the last change seen is the first one after `at`.
  for (const change of changes) if (change.at > at) values.set(change.field, change.from);
  return values;
}
