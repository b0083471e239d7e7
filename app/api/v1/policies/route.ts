import { endpointRoute } from "@/app/api/endpoint-route";
import { policiesEndpoint } from "@/lib/fleet/api/policies-answer";

export const GET = endpointRoute(policiesEndpoint);
