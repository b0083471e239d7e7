import { requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/app-error";
import type { Actor } from "@/lib/context";
import { type Tlp, tlpLabels } from "@/lib/incidents/incident-choices";
import { type Audience, audienceLabels } from "./update-choices";

/** Traffic Light Protocol 2.0: red stays with those who take part, strict with the organisation. */
const closedTo: Record<Audience, readonly Tlp[]> = {
  responders: [],
  leadership: ["red"],
  providers: ["red", "amber_strict"],
};

export const tlpForbids = (audience: Audience, tlp: Tlp): boolean => closedTo[audience].includes(tlp);

/** Throws conflict "tlp_forbids". */
export function requireShareable(audience: Audience, tlp: Tlp): void {
  if (!tlpForbids(audience, tlp)) return;
  const message = `${tlpLabels[tlp]} does not go to ${audienceLabels[audience].toLowerCase()}: change with whom it may be shared first.`;
  throw new AppError("conflict", "tlp_forbids", message, { tlp });
}

/** Who may write to an audience: responders, and to providers only those who may see their contacts. */
export function requireAudience(actor: Actor, audience: Audience): void {
  requirePermission(actor, "update.send");
  if (audience === "providers") requirePermission(actor, "provider.read-contact");
}
