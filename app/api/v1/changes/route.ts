import { endpointRoute } from "@/app/api/endpoint-route";
import { changesEndpoint, createChangeEndpoint } from "@/lib/fleet/api/changes-answer";

export const GET = endpointRoute(changesEndpoint);
export const POST = endpointRoute(createChangeEndpoint);
