import { createServer } from "node:http";
import { type AddressInfo, createServer as createRawServer } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { parseNetworks } from "@/lib/networks";
import { mayReach } from "./address-rules";
import { type Outgoing, outgoingFetch } from "./outgoing-fetch";

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  if (request.url === "/moved") response.writeHead(302, { location: "/ok" }).end();
  else if (request.url === "/large") response.end("x".repeat(2_000));
  else if (request.url === "/never") response.writeHead(200).write("a");
  else request.pipe(response);
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers every connection with `text` as it stands, and keeps it open. */
async function answerRaw(text: string) {
  const raw = createRawServer((socket) => socket.on("error", () => undefined).write(text));
  await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void raw.close());
  return `http://127.0.0.1:${(raw.address() as AddressInfo).port}/`;
}

const own = () => ({ isOwn: true });
const foreign = () => ({ isOwn: false });
async function ask(url: string, more: Partial<Outgoing> = {}) {
  const hosts = [new URL(url).hostname];
  const before = asked.length;
  const outcome = await outgoingFetch(url, { timeoutMs: 1_000, mostBytes: 1_000, hosts, rules: own, ...more }).then(
    async (answer) => `${answer.status} ${await answer.text()}`,
    (error) => String(error.code),
  );
  return { outcome, isAsked: asked.length > before };
}

test("a host that the configuration names is asked and its answer read", async () => {
  const post = { method: "POST" as const, body: "hello" };
  expect((await ask(`http://127.0.0.1:${port}/`, post)).outcome).toBe("200 hello");
  expect((await ask(`http://localhost:${port}/`, post)).outcome).toBe("200 hello");
});

test("a redirect is not followed", async () => {
  expect((await ask(`http://127.0.0.1:${port}/moved`)).outcome).toBe("302 ");
  expect(asked.filter((each) => each.endsWith("/ok"))).toEqual([]);
});

test("an answer that is too large or does not end is given up", async () => {
  expect((await ask(`http://127.0.0.1:${port}/large`)).outcome).toBe("ETOOLARGE");
  expect((await ask(`http://127.0.0.1:${port}/never`, { timeoutMs: 100 })).outcome).toBe("ETIMEDOUT");
});

test.each([
  ["EUPGRADE", "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"],
  ["ETIMEDOUT", "HTTP/1.1 100 Continue\r\n\r\n"],
  // Without a length: what has come when the time is up is a part.
  ["ETIMEDOUT", "HTTP/1.1 200 OK\r\n\r\n{"],
  ["HPE_INVALID_CONSTANT", "220 mail.example ESMTP\r\n"],
  ["ERR_BAD_STATUS", "HTTP/1.1 999 Strange\r\ncontent-length: 0\r\n\r\n"],
])("ends with %s where a server answers otherwise than a web server should", async (code, text) => {
  expect((await ask(await answerRaw(text), { timeoutMs: 500 })).outcome).toBe(code);
});

test.each([
  "https://127.0.0.1",
  "https://localhost",
  "https://2130706433",
  "https://0x7f.1",
  "https://[::1]",
  "https://[::ffff:127.0.0.1]",
  "https://[::ffff:7f00:1]",
  "https://10.0.0.1",
  "https://169.254.169.254",
  "https://[fd00:ec2::254]",
  "https://[::127.0.0.1]",
  "https://[::7f00:2]",
  "https://[::ffff:0:127.0.0.1]",
  "https://[64:ff9b::7f00:1]",
  "https://0.0.0.0",
])("%s is not asked: no connection is made", async (address) => {
  const url = new URL(address);
  url.port = String(port);
  expect(await ask(url.href, { rules: foreign })).toEqual({ outcome: "EOUTGOING", isAsked: false });
});

test("nothing but an allowed host is asked, nor over plain http, nor with a name and a password", async () => {
  expect((await ask(`http://127.0.0.1:${port}/`, { hosts: ["hooks.example"] })).outcome).toBe("EOUTGOING");
  expect((await ask(`http://127.0.0.1:${port}/`, { rules: foreign })).outcome).toBe("EOUTGOING");
  expect((await ask(`http://a:b@127.0.0.1:${port}/`)).outcome).toBe("EOUTGOING");
});

test("a private network is reached where it is allowed; a cloud's metadata never", () => {
  const privateAllowed = parseNetworks("10.1.0.0/16,fd12::/16,169.254.0.0/16");
  const may = (address: string, isOwn = false) => mayReach(address, { isOwn, privateAllowed });
  expect([may("10.1.2.3"), may("10.2.2.3"), may("10.2.2.3", true)]).toEqual([true, false, true]);
  expect([may("::ffff:10.1.2.3"), may("::ffff:10.2.2.3"), may("fd12::1"), may("fd13::1")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([may("169.254.169.254"), may("169.254.169.254", true), may("fe80::1", true)]).toEqual([false, false, false]);
  expect([may("::1"), may("::1", true), may("::2", true), may("::10.0.0.1", true)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect([may("8.8.8.8"), may("2606:4700::1111"), may("224.0.0.1"), may("not an address")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
