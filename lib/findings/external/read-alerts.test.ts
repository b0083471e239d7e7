import { expect, test } from "vitest";
import { severityOf } from "./alert-severity";
import { readAlertmanager } from "./alertmanager-alerts";
import { boundedFields, boundedText } from "./bounded-text";
import { readCloudEvents } from "./cloud-event-alerts";
import { readFalco } from "./falco-alert";
import { alertmanagerBody, cloudEvent, falcoBody, falcosidekickBody, writeSurge } from "./testing/sent-bodies";

const nowMs = Date.parse("2026-11-20T12:00:00Z");
const startsAt = "2026-11-20T11:50:00.123456789+01:00";

test("an alert of Alertmanager's", () => {
  const { alerts, refused } = readAlertmanager(
    alertmanagerBody([{ status: "firing", startsAt, labels: { ...writeSurge(), cluster: "eu" } }]),
    nowMs,
  );
  expect(refused).toEqual([]);
  expect(alerts).toMatchObject([
    {
      rule: "external.alertmanager.MetadataWriteSurge",
      ...{ severity: "critical", title: "Write surge on the metadata API", subjects: { cluster: "eu" } },
      ...{ firedAt: Date.parse("2026-11-20T10:50:00.123Z"), resolvedAt: null },
      evidence: { labels: { job: "metadata-api" }, receiver: "muster", startsAt },
    },
  ]);
});

test("its labels make it the same one, in whatever order and whoever of a pair sends it; its end ends it", () => {
  const of = (labels: Record<string, string>, more = {}) =>
    readAlertmanager(alertmanagerBody([{ status: "firing", startsAt, labels, ...more }]), nowMs).alerts[0];
  const reversed = Object.fromEntries(Object.entries(writeSurge()).reverse());
  expect(of(reversed)?.fingerprint).toBe(of(writeSurge())?.fingerprint);
  expect(of(writeSurge("api-2"))?.fingerprint).not.toBe(of(writeSurge())?.fingerprint);
  const over = of(writeSurge(), { status: "resolved", endsAt: "2026-11-20T11:55:00Z" });
  expect(over).toMatchObject({ fingerprint: of(writeSurge())?.fingerprint, key: of(writeSurge())?.key });
  expect(over?.resolvedAt).toBe(Date.parse("2026-11-20T11:55:00Z"));
});

test.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "yesterday", ""])(
  "of the moment %j the arrival counts",
  (at) => {
    const body = alertmanagerBody([{ status: "resolved", startsAt: at, endsAt: at, labels: writeSurge() }]);
    expect(readAlertmanager(body, nowMs).alerts).toMatchObject([{ firedAt: nowMs, resolvedAt: nowMs }]);
  },
);

test("an event of Falco's, and the same through falcosidekick", () => {
  const { alerts } = readFalco([{ index: 0, value: falcoBody }], nowMs);
  expect(alerts).toMatchObject([
    {
      rule: "external.falco.Terminal-shell-in-container",
      ...{ severity: "low", title: "Terminal shell in container: trainer-0", attack: ["T1059"], resolvedAt: null },
      ...{ firedAt: Date.parse("2026-11-20T11:59:58.123Z"), evidence: { fields: { "user.name": "root" } } },
    },
  ]);
  const restarted = { ...falcoBody, output_fields: { ...falcoBody.output_fields, "container.id": "other" } };
  const elsewhere = { ...falcoBody, output_fields: { ...falcoBody.output_fields, "k8s.pod.name": "trainer-1" } };
  const prints = [falcoBody, restarted, elsewhere].map(
    (value) => readFalco([{ index: 0, value }], nowMs).alerts[0]?.fingerprint,
  );
  expect(prints[1]).toBe(prints[0]);
  expect(prints[2]).not.toBe(prints[0]);
  expect(readFalco([{ index: 0, value: falcosidekickBody }], nowMs).alerts[0]?.subjects).toEqual({
    cluster: "training-eu",
  });
});

test("CloudEvents: by type, source and subject; resolved by its type or status; Falco's as Falco's", () => {
  const [fired, over, said] = readCloudEvents(
    [
      cloudEvent("1"),
      cloudEvent("2", { type: "com.example.scanner.miner.resolved", time: "2026-11-20T11:59:00Z" }),
      cloudEvent("3", { type: "com.example.scanner.miner", status: "resolved" }),
    ],
    nowMs,
  ).alerts;
  expect(fired).toMatchObject({
    ...{ rule: "external.cloudevents.com.example.scanner.miner", severity: "high", title: "A miner runs in trainer-0" },
    ...{ summary: "xmrig was found.", subjects: { cluster: "training-eu" }, resolvedAt: null },
  });
  expect(over).toMatchObject({ firedAt: null, resolvedAt: Date.parse("2026-11-20T11:59:00Z") });
  expect([over?.fingerprint, said?.fingerprint]).toEqual([fired?.fingerprint, fired?.fingerprint]);
  expect(said?.resolvedAt).not.toBeNull();
  const [falco] = readCloudEvents(
    [cloudEvent("4", { type: "falco.rule.output.v1", data: falcosidekickBody })],
    nowMs,
  ).alerts;
  expect(falco).toEqual(readFalco([{ index: 0, value: falcosidekickBody }], nowMs).alerts[0]);
});

test("data in base64 is read where it is JSON and measured where it is not", () => {
  const data_base64 = Buffer.from('{"severity":"critical"}').toString("base64");
  const given = { data: undefined, data_base64 };
  const png = { ...given, datacontenttype: "image/png" };
  const { alerts } = readCloudEvents([cloudEvent("1", given), cloudEvent("2", png)], nowMs);
  expect(alerts).toMatchObject([{ severity: "critical" }, { severity: "medium", evidence: { data: "23 bytes" } }]);
});

test("what is no alert is refused by itself, without its own text", () => {
  const good = alertmanagerBody([{ status: "firing", startsAt, labels: writeSurge() }]);
  const body = {
    ...good,
    alerts: [...good.alerts, null, { status: "<script>", labels: {} }, { status: "firing", labels: {} }],
  };
  const read = readAlertmanager(body, nowMs);
  expect(read.alerts).toHaveLength(1);
  expect(read.refused).toEqual([
    { index: 1, detail: "must be an alert" },
    { index: 2, detail: "status must be firing or resolved" },
    { index: 3, detail: "labels must hold at least one label" },
  ]);
  expect(
    readFalco(
      [
        { index: 0, value: { ...falcoBody, rule: 7 } },
        { index: 1, value: undefined },
      ],
      nowMs,
    ).refused,
  ).toEqual([
    { index: 0, detail: "rule must be a text" },
    { index: 1, detail: "must be JSON in UTF-8" },
  ]);
  expect(readCloudEvents([cloudEvent("1", { specversion: "0.3" }), 3], nowMs).refused).toEqual([
    { index: 0, detail: "specversion must be 1.0" },
    { index: 1, detail: "must be a CloudEvent" },
  ]);
  expect(() => readAlertmanager([], nowMs)).toThrow("Send what Alertmanager sends");
});

test.each([
  ["Emergency", "critical"],
  ["ERROR", "high"],
  ["warning", "medium"],
  ["Notice", "low"],
  ["Informational", "info"],
  ["whatever", "medium"],
  [7, "medium"],
])("%j is %s", (word, severity) => {
  expect(severityOf(word)).toBe(severity);
});

test("texts are kept as they are but for what the database refuses, and bounded", () => {
  expect(boundedText("<b>\u202egpj.exe\u0007=1+1")).toBe("<b>\u202egpj.exe\u0007=1+1");
  expect(boundedText("a\0b\ud800c")).toBe("a\ufffdb\ufffdc");
  expect(boundedText("\u{1f600}".repeat(2_000)).length).toBeLessThanOrEqual(2_000);
  const deep = JSON.parse(`${'{"a":'.repeat(50)}1${"}".repeat(50)}`);
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, "x".repeat(5_000)]));
  const kept = boundedFields({ deep, wide, list: Array.from({ length: 9_999 }, () => "y") });
  expect(JSON.stringify(kept).length).toBeLessThan(20_000);
  expect(boundedFields(JSON.parse('{"__proto__":{"polluted":1}}'))).toEqual(JSON.parse('{"__proto__":{"polluted":1}}'));
});
