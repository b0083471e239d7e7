import { endpointRoute } from "@/app/api/endpoint-route";
import { devicesEndpoint } from "@/lib/fleet/api/devices-answer";

export const GET = endpointRoute(devicesEndpoint);
