import { endpointRoute } from "@/app/api/endpoint-route";
import { providerEndpoint } from "@/lib/fleet/api/providers-answer";

export const GET = endpointRoute(providerEndpoint);
