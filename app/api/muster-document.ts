import { type OpenApiDocument, openApiDocument } from "@/lib/api/openapi-document";
import { readEnv } from "@/lib/env";
import { gatewayEndpoints } from "@/lib/ingest/api/gateway-endpoints";
import { apiEndpoints } from "./endpoints";

let made: OpenApiDocument | undefined;

/** The OpenAPI document of this Muster, made once a process. */
export function musterDocument(): OpenApiDocument {
  const { PUBLIC_URL, GATEWAY_PORT } = readEnv();
  const gateway = new URL(PUBLIC_URL);
  gateway.port = String(GATEWAY_PORT);
  made ??= openApiDocument(apiEndpoints, gatewayEndpoints, {
    web: PUBLIC_URL,
    gateway: gateway.origin,
    version: "1",
  });
  return made;
}
