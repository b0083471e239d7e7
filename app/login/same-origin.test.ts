import { expect, test } from "vitest";
import { isSameOrigin } from "./same-origin";

test.each([
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ origin: "https://muster.example" }, true],
  [{ "sec-fetch-site": "same-site", origin: "https://muster.example" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ origin: "https://muster.example.evil.example" }, false],
  [{ origin: "null" }, false],
  [{ host: "muster.example", referer: "https://muster.example/login" }, false],
  [{}, false],
])("%o: %s", (headers, isOurs) => {
  expect(isSameOrigin(new Headers(headers as Record<string, string>), "https://muster.example/")).toBe(isOurs);
});
