import { expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { refusedAddress, webhookHosts, webhookRules } from "./webhook-hosts";

const of = (WEBHOOK_HOSTS?: string) => webhookHosts(parseEnv({ WEBHOOK_HOSTS }));
const mine = of("hooks.example.com, *.Example.org,127.0.0.1,10.0.0.5");

test.each([
  ["https://hooks.example.com/a?b=c", null],
  ["https://a.b.example.org:8443/", null],
  ["http://127.0.0.1:8080/", null],
  ["https://10.0.0.5/", null],
  ["http://10.0.0.5/", /https/],
  ["http://hooks.example.com/", /https/],
  ["https://example.org/", /WEBHOOK_HOSTS/],
  ["https://hooks.example.com.evil.example/", /WEBHOOK_HOSTS/],
  ["https://user:pass@hooks.example.com/", /name and a password/],
  ["https://hooks.example.com/#x", /after #/],
  ["ftp://hooks.example.com/", /https/],
  ["javascript:alert(1)", /WEBHOOK_HOSTS/],
  ["hooks.example.com", /address like/],
])("%s", (address, why) => {
  const refused = refusedAddress(address, mine);
  if (why === null) expect(refused).toBeNull();
  else expect(refused).toMatch(why);
});

test("without a list any host over https, and none with an address of its own", () => {
  expect(refusedAddress("https://anything.example/", of())).toBeNull();
  expect(refusedAddress("http://localhost:3000/", of())).toMatch(/https/);
  expect(webhookRules(of())("anything.example").isOwn).toBe(false);
});

test("only a host that is named in full may have a private address", () => {
  const rules = webhookRules(mine);
  expect(["hooks.example.com", "a.example.org", "evil.example"].map((host) => rules(host).isOwn)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each(["https://hooks.example.com", "a b", "*", "*.*.example", "hooks.example.com:8443"])(
  "WEBHOOK_HOSTS=%s is refused",
  (text) => {
    expect(() => of(text)).toThrow(/^Environment: WEBHOOK_HOSTS .* is no host like/);
  },
);
