import { z } from "zod";
import type { FleetFilter } from "../types";

export const setOperations = ["union", "intersection", "difference"] as const;
export type SetOperation = (typeof setOperations)[number];

/** How a set was made: what a filter found at the set's minute, or an operation on others, which may be gone since. */
export type DeviceSetDefinition = { filter: FleetFilter } | { op: SetOperation; ids: string[]; names: string[] };

export type DeviceSet = {
  id: string;
  name: string;
  description: string | null;
  definition: DeviceSetDefinition;
  /** The minute at which it was evaluated. */
  minute: number;
  /** As many as then. */
  devices: number;
  gpus: number;
  createdBy: string;
  createdAt: Date;
};

export const SetName = z.string().trim().min(1, "give the set a name").max(120, "at most 120 characters");
export const SetDescription = z.string().trim().max(2_000, "at most 2,000 characters").optional();
export const SetIds = z.array(z.uuid()).min(1, "choose sets").max(20, "at most 20 sets");
