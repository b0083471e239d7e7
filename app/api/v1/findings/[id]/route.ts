import { endpointRoute } from "@/app/api/endpoint-route";
import { findingEndpoint } from "@/lib/findings/api/findings-answer";

export const GET = endpointRoute(findingEndpoint);
