import type { Permission } from "@/lib/access/permissions";
import type { TokenKind } from "@/lib/access/token-format";
import type { Authentication, DataClass, Exposure, Method } from "./endpoint-choices";

/** Who is let in: whoever has a permission, a machine with a token of one of these kinds, or anybody. */
export type EndpointAccess = Permission | readonly TokenKind[] | "anybody";

export type OwnEndpoint = {
  server: "web" | "gateway";
  method: Method;
  /** As the routes have it: parameters in square brackets. */
  path: string;
  summary: string;
  access: EndpointAccess;
  exposure: Exposure;
  authentication: Authentication;
  dataClass: DataClass;
};

type Kinds = { exposure?: Exposure; authentication?: Authentication; dataClass?: DataClass };

const machines = ["provider", "operator", "legacy"] as const;

/**
 * Every endpoint of Muster's own servers beside its pages: the one list. The register is filled from it, and
 * own-endpoints.test.ts and e2e/access.spec.ts hold it against the routes and what they answer.
 */
export const ownEndpoints: readonly OwnEndpoint[] = [
  gateway("POST", "/v1/heartbeats", machines, "Heartbeats of devices"),
  gateway("POST", "/v1/devices", ["provider", "operator"], "Enrols devices"),
  gateway("POST", "/v1/verifications", ["operator"], "Results of verifications", { exposure: "partners" }),
  gateway("POST", "/v1/alerts/alertmanager", ["alert"], "Alerts from Alertmanager", { exposure: "partners" }),
  gateway("POST", "/v1/alerts/falco", ["alert"], "Events from Falco and falcosidekick", { exposure: "partners" }),
  gateway("POST", "/v1/alerts/cloudevents", ["alert"], "Alerts as CloudEvents", { exposure: "partners" }),
  gateway("GET", "/healthz", "anybody", "Whether the process runs"),
  gateway("GET", "/readyz", "anybody", "Whether the gateway may be sent requests"),
  gateway("GET", "/metrics", "anybody", "Metrics of the gateway", { dataClass: "internal" }),

  web("GET", "/api/auth/[...nextauth]", "anybody", "Sign-in and its callbacks", { authentication: "none" }),
  web("POST", "/api/auth/back-channel-logout", "anybody", "Ends sessions at the sign-in provider's word", {
    authentication: "signature",
  }),
  web("POST", "/login/sign-in", "anybody", "Begins a sign-in", { authentication: "none" }),
  web("POST", "/login/sign-out", "anybody", "Ends a session"),
  web("GET", "/healthz", "anybody", "Whether the process runs", { dataClass: "public" }),
  web("GET", "/readyz", "anybody", "Whether the web server may be sent requests", { dataClass: "public" }),
  web("GET", "/metrics", "anybody", "Metrics of all processes"),
  web("GET", "/icon.svg", "anybody", "Icon of the sign-in page", { dataClass: "public" }),

  api("/api/openapi.json", "fleet.read", "Description of the API"),
  api("/api/v1/fleet/summary", "fleet.read", "State of the fleet at a minute"),
  api("/api/v1/fleet/timeline", "fleet.read", "States of the fleet over time"),
  api("/api/v1/devices", "device.read", "Devices of a filter"),
  api("/api/v1/devices/[id]", "device.read", "One device"),
  api("/api/v1/devices/[id]/presence", "device.read", "When a device was connected"),
  api("/api/v1/findings", "finding.read", "Findings"),
  api("/api/v1/findings/[id]", "finding.read", "One finding with its evidence"),
  api("/api/v1/incidents", "incident.read", "Incidents"),
  api("/api/v1/incidents/[ref]", "incident.read", "One incident with its moments and findings"),
  api("/api/v1/providers", "provider.read", "Providers and their devices by state"),
  api("/api/v1/providers/[slug]", "provider.read", "One provider", { dataClass: "personal" }),
  api("/api/v1/policies", "policy.read", "Admission policies"),
  api("/api/v1/changes", "change.read", "Changes and calendar entries"),
  web("POST", "/api/v1/changes", "change.write", "Enters a change", { authentication: "bearer" }),
  api("/api/v1/endpoints", "endpoint.read", "Register of public endpoints"),
  api("/api/v1/endpoints/[id]", "endpoint.read", "One public endpoint with its reviews", { dataClass: "secret" }),
  api("/api/v1/audit", "audit.read", "The audit trail", { dataClass: "personal" }),
  api("/api/v1/tokens", "token.read", "Tokens without their text"),
  api("/api/v1/webhooks", "webhook.read", "Webhooks without their secrets"),

  web("GET", "/api/events", "fleet.read", "Live events of open pages"),
  web("POST", "/api/exposed-lists", "token.write", "Looks through a leaked list", { dataClass: "secret" }),
  web("POST", "/api/evidence", "incident.write", "Adds a file to an incident", { dataClass: "secret" }),
  web("GET", "/api/evidence/[id]", "incident.read-evidence", "A file of an incident", { dataClass: "secret" }),
  web("GET", "/audit/export", "audit.export", "Rows of the audit trail as CSV or NDJSON", { dataClass: "personal" }),
  web("GET", "/findings/[id]/detail", "finding.read", "Evidence, comments and history of a finding"),
  web("GET", "/fleet/devices/export", "device.export", "Devices of a filter as CSV"),
  web("GET", "/fleet/devices/rows", "device.read", "A further page of the devices list"),
  web("GET", "/fleet/providers/rows", "provider.read", "A further page of the providers list", {
    dataClass: "personal",
  }),

  web("POST", "/settings/endpoints/import", "endpoint.write", "Preview and import of an OpenAPI document"),
  web("POST", "/settings/endpoints/reviews", "endpoint.write", "Records a review of endpoints", {
    dataClass: "secret",
  }),
  web("POST", "/settings/endpoints/reviews/[id]", "endpoint.write", "Corrects a review", { dataClass: "secret" }),
  web("GET", "/settings/endpoints/reports/[id]", "endpoint.read-report", "Report of a review", { dataClass: "secret" }),
];

function gateway(method: Method, path: string, access: EndpointAccess, summary: string, kinds: Kinds = {}) {
  const isOpen = access === "anybody";
  const dataClass: DataClass = isOpen ? "public" : "internal";
  const authentication: Authentication = isOpen ? "none" : "bearer";
  return {
    server: "gateway",
    method,
    path,
    access,
    summary,
    exposure: "internet",
    authentication,
    dataClass,
    ...kinds,
  } as const;
}

function web(method: Method, path: string, access: EndpointAccess, summary: string, kinds: Kinds = {}) {
  const isOpen = access === "anybody" && method === "GET";
  const authentication: Authentication = isOpen ? "none" : "session";
  return {
    server: "web",
    method,
    path,
    access,
    summary,
    exposure: "internet",
    authentication,
    dataClass: "internal",
    ...kinds,
  } as const;
}

function api(path: string, access: Permission, summary: string, kinds: Kinds = {}) {
  return web("GET", path, access, summary, { authentication: "bearer", ...kinds });
}
