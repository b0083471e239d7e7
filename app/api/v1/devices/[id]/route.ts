import { endpointRoute } from "@/app/api/endpoint-route";
import { deviceEndpoint } from "@/lib/fleet/api/device-answer";

export const GET = endpointRoute(deviceEndpoint);
