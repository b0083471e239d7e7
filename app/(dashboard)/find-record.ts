import { cache } from "react";
import { getApproval } from "@/lib/access/approvals/get-approval";
import { getUser } from "@/lib/access/users/get-user";
import { getEndpoint } from "@/lib/endpoints/get-endpoint";
import { getFinding } from "@/lib/findings/list-findings";
import { getDevice } from "@/lib/fleet/devices/get-device";
import { getProvider } from "@/lib/fleet/providers/get-provider";
import { getIncident } from "@/lib/incidents/get-incident";
import { getWebhook } from "@/lib/notify/webhooks/list-webhooks";

// The layout asks for the record of the address, and the page for the same: one query a rendering. Each throws what the query throws.
export const findApproval = cache(getApproval);
export const findDevice = cache(getDevice);
export const findEndpoint = cache(getEndpoint);
export const findFinding = cache(getFinding);
export const findIncident = cache(getIncident);
export const findProvider = cache(getProvider);
export const findUser = cache(getUser);
export const findWebhook = cache(getWebhook);
