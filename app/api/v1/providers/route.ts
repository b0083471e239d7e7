import { endpointRoute } from "@/app/api/endpoint-route";
import { providersEndpoint } from "@/lib/fleet/api/providers-answer";

export const GET = endpointRoute(providersEndpoint);
