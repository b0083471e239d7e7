import { endpointRoute } from "@/app/api/endpoint-route";
import { publicEndpointsEndpoint } from "@/lib/endpoints/api/endpoints-answer";

export const GET = endpointRoute(publicEndpointsEndpoint);
