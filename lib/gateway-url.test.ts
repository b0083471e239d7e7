import { expect, test } from "vitest";
import { parseEnv } from "./env";
import { gatewayUrl } from "./gateway-url";

test.each([
  ["nothing set", {}, "http://localhost:4000", true],
  ["ports of its own", { PORT: "80", GATEWAY_PORT: "4100" }, "http://localhost:4100", true],
  ["the web behind TLS", { PUBLIC_URL: "https://muster.example/" }, "https://muster.example:4000", true],
  ["named", { GATEWAY_PUBLIC_URL: "https://ingest.example/" }, "https://ingest.example", false],
  [
    "named, below the web",
    { PUBLIC_URL: "https://a.example", GATEWAY_PUBLIC_URL: "https://a.example/in/" },
    "https://a.example/in",
    false,
  ],
])("the gateway's address with %s", (_, source, url, isAssumed) => {
  expect(gatewayUrl(parseEnv(source))).toEqual({ url, isAssumed });
});

test.each(["ingest.example", "ftp://ingest.example"])("refused at the start: %s", (GATEWAY_PUBLIC_URL) => {
  expect(() => parseEnv({ GATEWAY_PUBLIC_URL })).toThrow(/^Environment: GATEWAY_PUBLIC_URL must be an address/);
});
