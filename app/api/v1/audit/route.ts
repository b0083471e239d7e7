import { endpointRoute } from "@/app/api/endpoint-route";
import { auditEndpoint } from "@/lib/audit/api/audit-answer";

export const GET = endpointRoute(auditEndpoint);
