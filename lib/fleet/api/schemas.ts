import { z } from "zod";
import { named } from "@/lib/api/api-endpoint";
import { count } from "@/lib/api/fields";
import { blockReasons } from "../planes";
import { stateNames } from "../states";

export const BlockReasonName = z.enum(blockReasons);

export const StateCountsSchema = named(
  "StateCounts",
  z
    .object({
      enrolled: count,
      connected: count,
      blocked: z.object({ outdated_agent: count, legacy_token: count, unverified: count }),
      silent: count,
      quarantined: count,
      unknown: count,
    })
    .describe("enrolled is the sum of all the others."),
);

export const EvidenceSchema = named(
  "Evidence",
  z
    .object({ claimed: count, seen: count, admitted: count, verified: count })
    .describe("Nested: claimed (enrolled) holds seen (called in the window) holds admitted holds verified."),
);

export const CoverageSchema = named(
  "Coverage",
  z.enum(["full", "partial", "none"]).describe("Whether Muster itself listened in that minute."),
);

const value = (what: string) => z.string().max(200).describe(`${what}. Repeat it for any of several.`);

/** The filter of the pages, as parameters. */
export const filterParameters = {
  region: value("Region; empty for those without one"),
  provider: value("Slug of the provider"),
  model: value("GPU model"),
  agent: value("Version of the agent"),
  cluster: value("Cluster"),
  state: z.enum(stateNames).describe("State. Repeat it for any of several."),
  reason: BlockReasonName.describe("Why it is blocked. Repeat it for any of several."),
  set: z.uuid().describe("Id of a device set."),
};
