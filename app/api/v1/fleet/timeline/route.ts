import { endpointRoute } from "@/app/api/endpoint-route";
import { timelineEndpoint } from "@/lib/fleet/api/timeline-answer";

export const GET = endpointRoute(timelineEndpoint);
