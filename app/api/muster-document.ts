import { type OpenApiDocument, openApiDocument } from "@/lib/api/openapi-document";
import { readEnv } from "@/lib/env";
import { gatewayUrl } from "@/lib/gateway-url";
import { gatewayEndpoints } from "@/lib/ingest/api/gateway-endpoints";
import { apiEndpoints } from "./endpoints";

let made: OpenApiDocument | undefined;

/** The OpenAPI document of this Muster, made once a process. */
export function musterDocument(): OpenApiDocument {
  const env = readEnv();
  made ??= openApiDocument(apiEndpoints, gatewayEndpoints, {
    web: env.PUBLIC_URL,
    gateway: gatewayUrl(env).url,
    version: "1",
  });
  return made;
}
