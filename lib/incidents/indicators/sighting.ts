import type { Sql } from "@/db/client";
import type { IndicatorKind, IndicatorValue } from "./indicator-kinds";

/** How often an indicator stands in one part of what is recorded, and since when. */
export type Sighting = IndicatorValue & {
  /** At most `mostCounted`. */
  count: number;
  first: Date;
  last: Date;
};

/** More of one indicator in one place are not counted. */
export const mostCounted = 1_000;

/** A part of the record that is looked through for indicators. What is recorded later adds itself to the list of places. */
export type SightingPlace = {
  id: string;
  /** After "in": the audit trail. */
  label: string;
  kinds: readonly IndicatorKind[];
  /** All of `values`, each of one of its kinds, in one query, bounded. */
  look(sql: Sql, values: readonly IndicatorValue[]): Promise<Sighting[]>;
};

/** Indicators as one parameter: rows of kind and value. */
export const asParameter = (values: readonly IndicatorValue[]): string => JSON.stringify(values);
