import { endpointRoute } from "@/app/api/endpoint-route";
import { devicePresenceEndpoint } from "@/lib/fleet/api/device-presence-answer";

export const GET = endpointRoute(devicePresenceEndpoint);
