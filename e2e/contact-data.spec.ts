import { expect } from "@playwright/test";
import { systemCtx } from "@/lib/context";
import { getProvider } from "@/lib/fleet/providers/get-provider";
import { updateProvider } from "@/lib/fleet/providers/update-provider";
import { actionRules, pageRules, webRules } from "./support/access-rules";
import { ask, askAction, askPage } from "./support/ask";
import { builtActions } from "./support/built-routes";
import { makeExampleRecords, recordPath, removeExampleRecords } from "./support/example-records";
import { findSecret } from "./support/find-secret";
import { signInEveryRole } from "./support/people";
import { test } from "./support/test";

test.setTimeout(60_000);

test("the scan finds a secret in every form that it looks for", () => {
  const secret = "vexjolt@contact.example";
  const of = (text: string) => findSecret(`{"some":"${text}"}`, secret);
  expect(of("nothing")).toEqual([]);
  expect(of(`x ${secret.toUpperCase()} y`)).toContain("plain");
  for (const each of ["vexjolt&#64;contact.example", "vexjolt&#x40;contact.example", "vexjolt\\u0040contact.example"]) {
    expect(of(each)).toContain("escaped");
  }
  expect(of(encodeURIComponent(secret))).toContain("escaped");
  expect(of(encodeURIComponent(encodeURIComponent(secret)))).toContain("escaped");
  for (const before of ["", "a", "ab"]) {
    expect(of(Buffer.from(`${before}${secret} and more`).toString("base64"))).toContain("base64");
  }
  expect(of(Buffer.from(secret).toString("hex"))).toContain("hexadecimal");
  expect(findSecret("call (+49) 00123-456 78", "+490012345678")).toContain("digits");
});

test("no byte that a viewer receives holds a provider's contact data", async ({ db, webUrl }) => {
  const records = await makeExampleRecords(db);
  const { viewer, relations } = await signInEveryRole(db, webUrl);
  const { contactName, contactEmail, contactPhone } = records.contact;
  const secrets = [contactName, contactEmail, contactEmail.split("@")[0] ?? "", contactPhone];
  const leaks: string[] = [];
  let sawProvider = 0;
  const scan = (where: string, text: string) => {
    if (text.includes(records.provider)) sawProvider += 1;
    for (const secret of secrets) {
      for (const form of findSecret(text, secret)) leaks.push(`${where}: ${secret} (${form})`);
    }
  };

  const manners: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }];
  const queries = ["", `?q=${records.provider}`, `?provider=${records.provider}`, `?q=${contactName}`];
  for (const path of Object.keys(pageRules)) {
    for (const query of queries) {
      for (const headers of manners) {
        const url = `${webUrl}${recordPath(path, records)}${query}`;
        const { text } = await askPage(url, { ...headers, cookie: viewer.cookie });
        // What was asked for stands in the address, and so in the page.
        scan(
          `${path} ${JSON.stringify(headers)}`,
          text.replaceAll(contactName, query.includes(contactName) ? "" : contactName),
        );
      }
    }
  }
  for (const { path } of webRules.filter(({ method, access }) => method === "GET" && access !== "anybody")) {
    for (const query of queries.slice(0, 3)) {
      const { text } = await ask(`${webUrl}${recordPath(path, records)}${query}`, {
        headers: { cookie: viewer.cookie },
      });
      scan(path, text);
    }
  }
  for (const action of builtActions()) {
    const args = action.name === "suggestProvidersAction" ? [{ text: records.provider }] : [{ slug: records.provider }];
    if (!(action.name in actionRules)) continue;
    scan(action.name, (await askAction(webUrl, action, { args, cookie: viewer.cookie })).text);
  }
  expect(leaks).toEqual([]);
  expect(sawProvider).toBeGreaterThan(5);

  // The same scan finds them where they belong.
  const page = await ask(`${webUrl}/fleet/providers/${records.provider}`, { headers: { cookie: relations.cookie } });
  for (const secret of secrets) expect(findSecret(page.text, secret), secret).not.toEqual([]);
  await removeExampleRecords(db, records);
});

test("no live event that a viewer receives holds contact data", async ({ db, webUrl }) => {
  const records = await makeExampleRecords(db);
  const { viewer } = await signInEveryRole(db, webUrl);
  const ending = new AbortController();
  const response = await fetch(`${webUrl}/api/events`, { headers: { cookie: viewer.cookie }, signal: ending.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("No stream of events.");
  let received = (await reader.read()).value ?? "";
  expect(received).toContain("event: hello");
  // Contact data changes while the page is open, and something is told to it.
  const ctx = systemCtx(db, "test", new Date());
  const { name, channel, language, timeZone, updatedAt } = await getProvider(ctx, records.provider);
  const fields = { slug: records.provider, updatedAt, name, channel, language, timeZone, ...records.contact };
  await updateProvider(ctx, { ...fields, contactPhone: null });
  await makeExampleRecords(db).then((others) => removeExampleRecords(db, others));
  while (!received.includes('"finding"')) {
    const { value, done } = await reader.read();
    if (done) break;
    received += value;
  }
  ending.abort();
  expect(received).toContain('"finding"');
  for (const secret of Object.values(records.contact)) expect(findSecret(received, secret)).toEqual([]);
  await removeExampleRecords(db, records);
});
