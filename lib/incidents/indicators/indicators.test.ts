import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IndicatorKind, indicatorKinds } from "./indicator-kinds";
import { normaliseIndicator } from "./normalise-indicator";
import { recogniseIndicators } from "./recognise-indicators";

const monero = `4${"A".repeat(94)}`;
const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

test.each<[IndicatorKind, string, string]>([
  ["ipv4", "198[.]51[.]100[.]7", "198.51.100.7"],
  ["ipv4", "198(.)51.100[dot]7", "198.51.100.7"],
  ["ipv6", "2001:0DB8::0:1", "2001:db8::1"],
  ["ipv6", "[2001:db8:0:0:0:0:0:1]", "2001:db8::1"],
  ["ipv6", "2001[:]db8[:][:]1", "2001:db8::1"],
  ["domain", "Pool.Example[.]COM.", "pool.example.com"],
  ["domain", "bücher.example", "xn--bcher-kva.example"],
  ["url", "hxxps://Example[.]com:443/A?b#c", "https://example.com/A?b#c"],
  ["url", "hXXp[://]example[.]com", "http://example.com/"],
  ["url", "stratum+tcp://XMR.Pool.example:3333", "stratum+tcp://xmr.pool.example:3333"],
  ["md5", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"],
  ["sha1", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  ["sha256", sha256.toUpperCase(), sha256],
  ["wallet", monero, monero],
  ["wallet", "0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886e0f7030069857d2e4169ee7"],
  ["wallet", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
  ["token_fingerprint", `muster_provider_${"a1B2c3".repeat(6)}zz`, "muster_provider_a1B2c3"],
  ["token_fingerprint", "SHA256:0123ABCDEF", "0123abcdef"],
  ["image", "docker.io/library/alpine:3.20", "alpine:3.20"],
  ["image", "ddsfdfsaadfs/dfsdf:99", "ddsfdfsaadfs/dfsdf:99"],
  ["image", "GHCR.io/owner/name:1.2", "ghcr.io/owner/name:1.2"],
  ["user_agent", "  python-requests/2.31.0\t ", "python-requests/2.31.0"],
])("%s %j becomes %j", (kind, text, value) => {
  expect(normaliseIndicator(kind, text)).toBe(value);
});

test.each<[IndicatorKind, string]>([
  ["ipv4", "1.2.3.256"],
  ["ipv4", "010.1.1.1"],
  ["ipv4", "1.2.3"],
  ["ipv6", "1:2:3"],
  ["ipv6", "fe80::1%eth0"],
  ["ipv6", "::1/64"],
  ["domain", "localhost"],
  ["domain", "1.2.3.4"],
  ["domain", "a..example"],
  ["domain", `${"a".repeat(64)}.example`],
  ["domain", "user@example.com"],
  ["url", "javascript:alert(1)"],
  ["url", "data://text/html,x"],
  ["url", "http://"],
  ["url", "http:///path"],
  ["url", "http://exa mple.com"],
  ["url", `http://example.com/${"a".repeat(2_000)}`],
  ["md5", "d41d8cd98f00b204e9800998ecf8427"],
  ["sha256", "z".repeat(64)],
  ["wallet", "0x123"],
  ["image", "UPPER/case:1"],
  ["image", "a b"],
  ["user_agent", "two\u0000parts"],
  ["user_agent", "   "],
])("%s refuses %j", (kind, text) => {
  expect(normaliseIndicator(kind, text)).toBeNull();
});

describe("for all texts", () => {
  const kind = fc.constantFrom(...indicatorKinds);
  const texts = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.stringMatching(/^[0-9a-fA-F]{32,64}$/),
    fc.stringMatching(/^[a-z0-9./:@_-]{1,60}$/),
  );

  test("what is normal stays as it is", () => {
    fc.assert(
      fc.property(kind, texts, (of, text) => {
        const value = normaliseIndicator(of, text);
        if (value !== null) expect(normaliseIndicator(of, value)).toBe(value);
      }),
      { numRuns: 5_000 },
    );
  });

  test("defanged, in capitals or in spaces, an indicator is the same one", () => {
    const sure = fc.oneof(
      fc.ipV4().map((text) => ["ipv4", text] as const),
      fc.ipV6().map((text) => ["ipv6", text] as const),
      fc.domain().map((text) => ["domain", text] as const),
      fc.webUrl({ validSchemes: ["http", "https"] }).map((text) => ["url", text] as const),
    );
    fc.assert(
      fc.property(sure, ([of, text]) => {
        const value = normaliseIndicator(of, text);
        expect(value).not.toBeNull();
        const defanged = text.replaceAll(".", "[.]").replace(/^http/, "hxxp");
        expect(normaliseIndicator(of, ` ${defanged} `)).toBe(value);
        if (of !== "url") expect(normaliseIndicator(of, text.toUpperCase())).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test("an indicator in the middle of a sentence is recognised, and only as itself", () => {
    const sure = fc.oneof(
      fc.ipV4().map((value) => ({ kind: "ipv4", value })),
      fc.stringMatching(/^[0-9a-f]{64}$/).map((value) => ({ kind: "sha256", value })),
      fc.stringMatching(/^0x[0-9a-f]{40}$/).map((value) => ({ kind: "wallet", value })),
    );
    fc.assert(
      fc.property(sure, (indicator) => {
        expect(recogniseIndicators(`It came from ${indicator.value}, then stopped.`)).toEqual([indicator]);
      }),
    );
  });

  test("no text makes it throw, or gives what is not normal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const { kind: of, value } of recogniseIndicators(text)) expect(normaliseIndicator(of, value)).toBe(value);
      }),
    );
  });
});

test("prose of the two attacks: what is offered, and what is left alone", () => {
  const text = `At 08:05 UTC version 1.4.2 of agent.ts called hxxps://api[.]example[.]net/devices/51--ZfvVzOI (see report.pdf).
    From 198[.]51[.]100[.]7 and 2001:db8::7; User-Agent: python-requests/2.31.0
    Pods of ddsfdfsaadfs/dfsdf:99 and tensorflow/tensorflow:latest-gpu mined at stratum+tcp://pool.example:3333, wallet ${monero}.
    The binary ${sha256} came from files.example. Token muster_legacy_aB3dE9. Counts 7,648 / 11,107 / 69,415 / 564,306.`;
  expect(recogniseIndicators(text)).toEqual([
    { kind: "user_agent", value: "python-requests/2.31.0" },
    { kind: "url", value: "https://api.example.net/devices/51--ZfvVzOI" },
    { kind: "url", value: "stratum+tcp://pool.example:3333" },
    { kind: "token_fingerprint", value: "muster_legacy_aB3dE9" },
    { kind: "image", value: "ddsfdfsaadfs/dfsdf:99" },
    { kind: "image", value: "tensorflow/tensorflow:latest-gpu" },
    { kind: "wallet", value: monero },
    { kind: "sha256", value: sha256 },
    { kind: "ipv6", value: "2001:db8::7" },
    { kind: "ipv4", value: "198.51.100.7" },
    { kind: "domain", value: "files.example" },
  ]);
});

test("at most 50 are offered, and a very long text is looked through only so far", () => {
  const many = Array.from({ length: 80 }, (_, i) => `10.0.0.${i}`).join(" ");
  expect(recogniseIndicators(many)).toHaveLength(50);
  expect(recogniseIndicators(`${" ".repeat(20_000)}10.0.0.1`)).toEqual([]);
});
