import { endpointRoute } from "@/app/api/endpoint-route";
import { webhooksEndpoint } from "@/lib/notify/webhooks/api/webhooks-answer";

export const GET = endpointRoute(webhooksEndpoint);
