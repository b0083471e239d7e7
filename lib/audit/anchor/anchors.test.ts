import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { fileAnchor } from "./file-anchor";
import { openAnchor } from "./open-anchor";
import { syslogAnchor } from "./syslog-anchor";
import { webhookAnchor } from "./webhook-anchor";

const folder = mkdtempSync(join(tmpdir(), "muster-anchor-"));
const servers: Server[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers) server.close();
});

const anchor = { time: "2026-11-21T08:00:00.000Z", position: 4711, hash: "ab".repeat(32) };
const line = JSON.stringify(anchor);

async function listen<Any extends Server>(server: Any): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test("a file is made with its folder, readable to its owner alone, and only ever longer", async () => {
  const path = join(folder, "new", "anchors.jsonl");
  await fileAnchor(path).write(anchor);
  await fileAnchor(path).write(anchor);
  expect(readFileSync(path, "utf8")).toBe(`${line}\n${line}\n`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a line that a crash cut short is ended first", async () => {
  const path = join(folder, "torn.jsonl");
  writeFileSync(path, `${line}\n{"time":`);
  await fileAnchor(path).write(anchor);
  expect(readFileSync(path, "utf8")).toBe(`${line}\n{"time":\n${line}\n`);
});

test("a syslog server receives one framed message of RFC 5424", async () => {
  let received = "";
  const whole = new Promise<void>((resolve) => {
    const server = createServer((socket) =>
      socket
        .setEncoding("utf8")
        .on("data", (text) => (received += text))
        .on("end", resolve),
    );
    void listen(server).then((port) => syslogAnchor("127.0.0.1", port).write(anchor));
  });
  await whole;
  const [, length, message] = /^(\d+) (.*)$/s.exec(received) ?? [];
  expect(Number(length)).toBe(Buffer.byteLength(message ?? ""));
  expect(message).toMatch(/^<109>1 2026-11-21T08:00:00\.000Z \S+ muster \d+ audit-anchor - \{"time"/);
  expect(message?.endsWith(line)).toBe(true);
});

test("a webhook receives it as JSON; a refusal and a redirect are failures", async () => {
  const bodies: string[] = [];
  const port = await listen(
    createHttpServer((request, response) => {
      let body = "";
      request
        .on("data", (text) => (body += text))
        .on("end", () => {
          bodies.push(body);
          response
            .writeHead(request.url === "/ok" ? 204 : request.url === "/moved" ? 302 : 500, { location: "/ok" })
            .end();
        });
    }),
  );
  const write = (path: string) => webhookAnchor(new URL(`http://127.0.0.1:${port}${path}`)).write(anchor);
  await write("/ok");
  await expect(write("/broken?secret=x")).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 500$/);
  await expect(write("/moved")).rejects.toThrow();
  expect(bodies).toEqual([line, line, line]);
});

test("a place where nobody listens is a failure", async () => {
  const port = await listen(createServer());
  await new Promise((resolve) => servers.pop()?.close(resolve));
  await expect(syslogAnchor("127.0.0.1", port).write(anchor)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test.each(["169.254.169.254", "[fd00:ec2::254]", "0.0.0.0"])("a syslog server cannot be at %s", async (host) => {
  const port = await listen(createServer());
  await expect(syslogAnchor(host, port).write(anchor)).rejects.toMatchObject({ code: "EOUTGOING" });
});

test.each([
  [undefined, /^\/data\/audit-anchor\.jsonl$/],
  ["/var/log/anchor", /^\/var\/log\/anchor$/],
  ["syslog://logs.example", /^syslog:\/\/logs\.example:601$/],
  ["https://hooks.example/secret", /^https:\/\/hooks\.example$/],
])("AUDIT_ANCHOR=%s", (AUDIT_ANCHOR, name) => {
  expect(openAnchor(parseEnv({ MUSTER_DATA: "/data", AUDIT_ANCHOR })).name).toMatch(name);
});

test.each(["http://hooks.example", "ftp://x", "syslog://", "https://"])(
  "AUDIT_ANCHOR=%s is refused",
  (AUDIT_ANCHOR) => {
    expect(() => parseEnv({ AUDIT_ANCHOR })).toThrow(/^Environment: AUDIT_ANCHOR must be a file/);
  },
);
