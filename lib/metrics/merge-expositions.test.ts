import { expect, test } from "vitest";
import { mergeExpositions } from "./merge-expositions";

test("families of several sources stand once, each sample with its source", () => {
  const text = (value: number) =>
    `# HELP calls_total Calls.\n# TYPE calls_total counter\ncalls_total{path="/v1"} ${value}\nup 1\n`;
  const merged = mergeExpositions([
    { labels: { process: "gateway", instance: "a" }, text: text(1) },
    { labels: { process: "gateway", instance: 'b"' }, text: text(2) },
  ]);
  expect(merged).toBe(
    [
      "# HELP calls_total Calls.",
      "# TYPE calls_total counter",
      'calls_total{process="gateway",instance="a",path="/v1"} 1',
      'calls_total{process="gateway",instance="b\\"",path="/v1"} 2',
      'up{process="gateway",instance="a"} 1',
      'up{process="gateway",instance="b\\""} 1',
      "",
    ].join("\n"),
  );
});

test("a histogram's buckets stay with their family", () => {
  const merged = mergeExpositions([
    { labels: { process: "web" }, text: '# TYPE lag histogram\nlag_bucket{le="1"} 3\nlag_sum 2\nlag_count 3\n' },
  ]);
  expect(merged).toBe(
    '# TYPE lag histogram\nlag_bucket{process="web",le="1"} 3\nlag_sum{process="web"} 2\nlag_count{process="web"} 3\n',
  );
});
