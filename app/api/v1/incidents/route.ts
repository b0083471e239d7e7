import { endpointRoute } from "@/app/api/endpoint-route";
import { incidentsEndpoint } from "@/lib/incidents/api/incidents-answer";

export const GET = endpointRoute(incidentsEndpoint);
