import { tokensEndpoint } from "@/lib/access/api/tokens-answer";
import type { ApiEndpoint } from "@/lib/api/api-endpoint";
import { auditEndpoint } from "@/lib/audit/api/audit-answer";
import { publicEndpointEndpoint, publicEndpointsEndpoint } from "@/lib/endpoints/api/endpoints-answer";
import { findingEndpoint, findingsEndpoint } from "@/lib/findings/api/findings-answer";
import { changesEndpoint, createChangeEndpoint } from "@/lib/fleet/api/changes-answer";
import { deviceEndpoint } from "@/lib/fleet/api/device-answer";
import { devicePresenceEndpoint } from "@/lib/fleet/api/device-presence-answer";
import { devicesEndpoint } from "@/lib/fleet/api/devices-answer";
import { policiesEndpoint } from "@/lib/fleet/api/policies-answer";
import { providerEndpoint, providersEndpoint } from "@/lib/fleet/api/providers-answer";
import { summaryEndpoint } from "@/lib/fleet/api/summary-answer";
import { timelineEndpoint } from "@/lib/fleet/api/timeline-answer";
import { incidentEndpoint, incidentsEndpoint } from "@/lib/incidents/api/incidents-answer";
import { webhooksEndpoint } from "@/lib/notify/webhooks/api/webhooks-answer";

/** The JSON API, in the order of the document. Its routes, its document and its tests come from here. */
export const apiEndpoints: readonly ApiEndpoint[] = [
  summaryEndpoint,
  timelineEndpoint,
  devicesEndpoint,
  deviceEndpoint,
  devicePresenceEndpoint,
  findingsEndpoint,
  findingEndpoint,
  incidentsEndpoint,
  incidentEndpoint,
  providersEndpoint,
  providerEndpoint,
  policiesEndpoint,
  changesEndpoint,
  createChangeEndpoint,
  publicEndpointsEndpoint,
  publicEndpointEndpoint,
  auditEndpoint,
  tokensEndpoint,
  webhooksEndpoint,
];
