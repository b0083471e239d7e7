import { expect } from "@playwright/test";
import type { Database } from "@/db/client";
import { permissions, type Role, roles } from "@/lib/access/permissions";
import { newSessionToken, sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { newTokenText, type TokenKind, tokenKinds } from "@/lib/access/token-format";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import type { EndpointAccess } from "@/lib/endpoints/own-endpoints";
import { actionRules, gatewayRules, openPages, pageRules, webRules } from "./support/access-rules";
import { ask, askAction, askActionByForm, askPage } from "./support/ask";
import { builtActions, builtBypasses, builtRoutes, examplePath } from "./support/built-routes";
import { type ExampleRecords, makeExampleRecords, recordPath, removeExampleRecords } from "./support/example-records";
import { type Person, signInEveryRole } from "./support/people";
import { test as base } from "./support/test";

type OfWorker = { records: ExampleRecords; people: Record<Role, Person> };

const test = base.extend<object, OfWorker>({
  records: [
    async ({ db }, use) => {
      const records = await makeExampleRecords(db);
      await use(records);
      await removeExampleRecords(db, records);
    },
    { scope: "worker" },
  ],
  people: [async ({ db, webUrl }, use) => use(await signInEveryRole(db, webUrl)), { scope: "worker" }],
});

const routes = builtRoutes();
const actions = builtActions();
const pages = routes.filter((route) => route.isPage && !openPages.includes(route.path)).map((route) => route.path);
const handlers = routes.filter((route) => !route.isPage).map((route) => route.path);
const closed = webRules.filter((rule) => rule.access !== "anybody");
const isAllowed = (access: EndpointAccess, role: Role) =>
  typeof access === "string" && access !== "anybody" && (permissions[access] as readonly Role[]).includes(role);
const allMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** Every change writes its audit row in its own transaction; refusals, exports and the sign-in itself are no changes. */
async function changesBy(db: Database, userId: string): Promise<string[]> {
  const rows = await db.$client<{ action: string }[]>`
    select distinct action from audit_log where actor_id = ${userId}
      and action not in ('access.denied', 'session.start') and action not like '%.export'`;
  return rows.map(({ action }) => action);
}

test.describe("the build and the rules say the same", () => {
  test("every page has a rule, and every rule a page", () => {
    expect(sorted(pages)).toEqual(sorted(Object.keys(pageRules)));
    expect(openPages.filter((path) => !routes.some((route) => route.path === path))).toEqual([]);
  });

  test("every server action has a rule, and every rule an action", () => {
    expect(sorted(actions.map(({ name }) => name))).toEqual(sorted(Object.keys(actionRules)));
  });

  test("every route handler has a rule for each of its methods, and every rule a handler", async ({ webUrl }) => {
    const built: string[] = [];
    for (const path of handlers) {
      // Next answers OPTIONS by itself with the methods that the handler exports.
      const { headers } = await ask(`${webUrl}${examplePath(path)}`, { method: "OPTIONS" });
      const allow = (headers.get("allow") ?? "none").split(/, */);
      built.push(...allow.filter((each) => each !== "HEAD" && each !== "OPTIONS").map((each) => `${each} ${path}`));
    }
    expect(sorted(built)).toEqual(sorted(webRules.map(({ method, path }) => `${method} ${path}`)));
  });

  test("nothing leads past them: no rewrite, no page of another router", () => {
    expect(builtBypasses()).toEqual([]);
  });
});

test.describe("nobody", () => {
  const strangers = (webUrl: string): Record<string, string>[] => [
    {},
    { cookie: `${sessionCookieName(webUrl)}=${newSessionToken()}` },
    { authorization: `Bearer ${newTokenText("api")}` },
    { authorization: "Basic YWRtaW46YWRtaW4=" },
    { authorization: "Bearer " },
    { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy", "x-forwarded-for": "127.0.0.1" },
  ];

  test("is led from every page to the sign-in, and told nothing else", async ({ records, webUrl }) => {
    test.setTimeout(120_000);
    for (const stranger of strangers(webUrl)) {
      for (const path of pages) {
        const url = `${webUrl}${recordPath(path, records)}`;
        // As programs ask, as a person visits (the proxy answers), as a browser's router asks.
        for (const headers of [stranger, { ...stranger, accept: "text/html" }, { ...stranger, rsc: "1" }]) {
          const answer = await askPage(url, headers);
          if ("rsc" in headers && answer.status === 200) {
            // The router gets a stream, and in it where to go.
            expect(answer.text, path).toMatch(/NEXT_REDIRECT;[a-z]+;\/login/);
          } else {
            expect([path, answer.status]).toEqual([path, 307]);
            expect(new URL(answer.headers.get("location") ?? "", webUrl).pathname, path).toBe("/login");
          }
          // What was asked for stands in the address, and so in the answer; nothing of the record does.
          for (const secret of [records.providerName, records.findingTitle, records.contact.contactName, "Sign out"]) {
            expect(answer.text, path).not.toContain(secret);
          }
        }
      }
    }
  });

  test("is refused by every endpoint but the design's, in problem+json", async ({ webUrl }) => {
    for (const headers of strangers(webUrl)) {
      for (const { method, path } of closed) {
        const answer = await ask(`${webUrl}${examplePath(path)}`, { method, headers });
        expect([method, path, answer.status]).toEqual([method, path, 401]);
        expect(answer.headers.get("content-type"), path).toContain("application/problem+json");
        expect(answer.headers.get("www-authenticate"), path).toContain("Bearer");
        expect(answer.headers.get("cache-control"), path).toContain("no-store");
      }
    }
  });

  test("finds no method that the list does not have", async ({ webUrl }) => {
    for (const path of handlers) {
      const known = webRules.filter((rule) => rule.path === path).map(({ method }) => String(method));
      for (const method of allMethods.filter((method) => !known.includes(method))) {
        const { status } = await ask(`${webUrl}${examplePath(path)}`, { method });
        expect([method, path, status]).toEqual([method, path, 405]);
      }
    }
  });

  test("runs no server action, neither as a page sends it nor as a form without scripts", async ({ webUrl }) => {
    for (const action of actions) {
      for (const cookie of [undefined, `${sessionCookieName(webUrl)}=${newSessionToken()}`]) {
        const answer = await askAction(webUrl, action, { args: [null], cookie });
        expect(`${action.name} ${answer.text}`).toMatch(/"ok":false,"error":\{"code":"unauthenticated"/);
      }
      const byForm = await askActionByForm(webUrl, action, { origin: webUrl });
      expect(byForm.text, action.name).not.toContain('"ok":true');
      expect([303, 307, 404, 500], `${action.name} ${byForm.status}`).toContain(byForm.status);
    }
  });
});

for (const role of roles) {
  test.describe(role, () => {
    test("is shown the pages that the table gives, and of the others which role would be", async ({
      page,
      signIn,
      records,
      people,
      webUrl,
    }) => {
      test.setTimeout(120_000);
      for (const path of pages) {
        const rule = pageRules[path];
        if (!rule || path === "/" || path === "/settings") continue;
        for (const headers of [{}, { rsc: "1" }] as Record<string, string>[]) {
          const cookie = people[role].cookie;
          const answer = await askPage(`${webUrl}${recordPath(path, records)}`, { ...headers, cookie });
          expect([path, answer.status]).toEqual([path, 200]);
          expect([path, answer.text.includes("Your role does not")]).toEqual([path, !isAllowed(rule, role)]);
        }
      }
      await signIn(role);
      for (const path of pages.filter((path) => !path.includes("["))) {
        const rule = pageRules[path];
        if (!rule) continue;
        await page.goto(path);
        await expect(page.locator("main").getByRole("heading").first(), path).toBeVisible();
        const denied = page.getByRole("heading", { name: /^Your role does not/ }).filter({ visible: true });
        await expect(denied, path).toHaveCount(isAllowed(rule, role) ? 0 : 1);
      }
    });

    test("reads with an API token and with a session what the table gives", async ({ db, people, records, webUrl }) => {
      const made = await createToken(systemCtx(db, "test", new Date()), { kind: "api", name: role, role });
      const callers: Record<string, string>[] = [
        { authorization: `Bearer ${made.token}` },
        { cookie: people[role].cookie },
      ];
      for (const { method, path, access } of closed.filter(({ method }) => method === "GET")) {
        for (const headers of callers) {
          const { status, text } = await ask(`${webUrl}${recordPath(path, records)}`, { method, headers });
          const isForSessions = path === "/api/events" && "authorization" in headers;
          if (!isAllowed(access, role))
            expect([path, status, text]).toEqual([path, 403, expect.stringContaining('"forbidden"')]);
          else if (isForSessions) expect([path, status]).toEqual([path, 401]);
          else expect([200, 400, 404, 422], `${path} ${status}`).toContain(status);
        }
      }
    });

    test("changes nothing over HTTP with a cookie that another site made the browser send", async ({
      people,
      webUrl,
    }) => {
      for (const { path, method } of closed.filter(({ method }) => method !== "GET")) {
        for (const origin of ["https://evil.example", "null", ""]) {
          const headers = { cookie: people[role].cookie, ...(origin ? { origin } : {}) };
          const { status } = await ask(`${webUrl}${examplePath(path)}`, { method, headers, body: "{}" });
          expect([401, 403], `${path} ${status}`).toContain(status);
        }
      }
    });

    test("runs the server actions that the table gives and no others", async ({ db, people, webUrl }) => {
      for (const action of actions) {
        const rule = actionRules[action.name];
        if (!rule) continue;
        // Nothing is what no action takes: whoever may run it is told so, and nothing changes.
        const answer = await askAction(webUrl, action, { args: [null], cookie: people[role].cookie });
        const code = /"ok":false,"error":\{"code":"(\w+)"/.exec(answer.text)?.[1];
        expect([action.name, code]).toEqual([action.name, isAllowed(rule, role) ? "invalid_input" : "forbidden"]);
      }
      expect(await changesBy(db, people[role].userId)).toEqual([]);
    });

    test("runs no server action that another site sends", async ({ db, people, webUrl }) => {
      for (const action of actions) {
        for (const origin of ["https://evil.example", "null", `${webUrl}.evil.example`]) {
          const answer = await askAction(webUrl, action, { args: [null], cookie: people[role].cookie, origin });
          expect([action.name, origin, answer.status]).toEqual([action.name, origin, 500]);
          expect(answer.text, action.name).not.toMatch(/"ok":|invalid_input/);
        }
        const byForm = await askActionByForm(webUrl, action, {
          cookie: people[role].cookie,
          origin: "https://evil.example",
        });
        expect(byForm.status, action.name).toBeGreaterThanOrEqual(400);
      }
      expect(await changesBy(db, people[role].userId)).toEqual([]);
    });
  });
}

test.describe("the gateway", () => {
  const send = (gatewayUrl: string, path: string, method: string, token?: string) =>
    ask(`${gatewayUrl}${path}`, {
      method,
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(method === "GET" ? {} : { body: '{"heartbeats":[]}' }),
    });

  test("without a token answers nothing but the design's, and of the rest what is missing", async ({ gatewayUrl }) => {
    for (const { method, path, access } of gatewayRules) {
      const answer = await send(gatewayUrl, path, method);
      expect([path, answer.status]).toEqual([path, access === "anybody" ? 200 : 401]);
      for (const other of allMethods.filter((each) => each !== method)) {
        expect([path, other, (await send(gatewayUrl, path, other)).status]).toEqual([path, other, 405]);
      }
      if (access === "anybody") continue;
      for (const kind of tokenKinds) {
        expect([path, kind, (await send(gatewayUrl, path, method, newTokenText(kind))).status]).toEqual([
          path,
          kind,
          401,
        ]);
      }
    }
    expect((await send(gatewayUrl, "/v1/nothing", "POST")).status).toBe(404);
  });

  test("takes the kinds of token that the list has, and neither another nor one for people", async ({
    db,
    gatewayUrl,
    records,
  }) => {
    const ctx = systemCtx(db, "test", new Date());
    const scope = {
      provider: { provider: records.provider },
      cluster: { cluster: "c" },
      operator: {},
      legacy: {},
      alert: {},
    };
    const made = new Map<TokenKind, string>();
    for (const [kind, more] of Object.entries(scope) as [keyof typeof scope, object][]) {
      made.set(kind, (await createToken(ctx, { kind, name: kind, ...more })).token);
    }
    for (const { method, path, access } of gatewayRules) {
      if (typeof access === "string") continue;
      for (const [kind, token] of made) {
        const { status } = await send(gatewayUrl, path, method, token);
        if (access.includes(kind)) expect([200, 400, 415, 422], `${path} ${kind} ${status}`).toContain(status);
        else expect([path, kind, status]).toEqual([path, kind, 403]);
      }
      for (const role of roles) {
        const { token } = await createToken(ctx, { kind: "api", name: role, role, isReadOnly: false });
        expect([path, role, (await send(gatewayUrl, path, method, token)).status]).toEqual([path, role, 401]);
      }
    }
  });
});
