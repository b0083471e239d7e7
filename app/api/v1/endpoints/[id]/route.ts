import { endpointRoute } from "@/app/api/endpoint-route";
import { publicEndpointEndpoint } from "@/lib/endpoints/api/endpoints-answer";

export const GET = endpointRoute(publicEndpointEndpoint);
