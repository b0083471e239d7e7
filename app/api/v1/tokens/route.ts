import { endpointRoute } from "@/app/api/endpoint-route";
import { tokensEndpoint } from "@/lib/access/api/tokens-answer";

export const GET = endpointRoute(tokensEndpoint);
