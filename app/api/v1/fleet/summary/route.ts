import { endpointRoute } from "@/app/api/endpoint-route";
import { summaryEndpoint } from "@/lib/fleet/api/summary-answer";

export const GET = endpointRoute(summaryEndpoint);
