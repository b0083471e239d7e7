import { expect, test } from "vitest";
import { parseEndpointSearch } from "./parse-endpoint-search";

test.each([
  [{}, {}],
  [
    { text: "api", status: "overdue", risk: "high", sort: "address" },
    { text: "api", status: "overdue", risk: "high", sort: "address" },
  ],
  [{ status: "removed" }, { status: "removed" }],
  [{ status: "gone", risk: ["high", "low"], sort: "evil", text: "" }, {}],
])("%j", (search, parsed) => {
  expect(JSON.parse(JSON.stringify(parseEndpointSearch(search)))).toEqual(parsed);
});
