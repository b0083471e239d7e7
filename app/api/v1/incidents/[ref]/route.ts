import { endpointRoute } from "@/app/api/endpoint-route";
import { incidentEndpoint } from "@/lib/incidents/api/incidents-answer";

export const GET = endpointRoute(incidentEndpoint);
