import type { Dimension } from "@/lib/fleet/types";

/** A part of the fleet that may fall together: the fleet itself (key ""), a region, a provider (its id), a model, an agent version. */
export type Group = { dimension: Dimension; key: string };

export const groupId = ({ dimension, key }: Group): string => `${dimension}:${key}`;
export const isFleet = ({ dimension }: Group): boolean => dimension === "fleet";
