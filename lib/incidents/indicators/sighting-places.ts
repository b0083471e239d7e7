import { auditTrailPlace } from "./places/audit-trail-place";
import { findingsPlace } from "./places/findings-place";
import { signInsPlace } from "./places/sign-ins-place";
import { tokensPlace } from "./places/tokens-place";
import type { SightingPlace } from "./sighting";

/** Where indicators are looked for, in the order in which they are told. */
export const sightingPlaces: readonly SightingPlace[] = [auditTrailPlace, signInsPlace, tokensPlace, findingsPlace];
