import { endpointRoute } from "@/app/api/endpoint-route";
import { findingsEndpoint } from "@/lib/findings/api/findings-answer";

export const GET = endpointRoute(findingsEndpoint);
