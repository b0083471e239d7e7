import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLogger } from "@/lib/log";
import { parseNetworks } from "@/lib/networks";
import { cleanHeaders, noteSocketAddress } from "./note-socket-address";
import { peerHeader } from "./peer-address";

test("what a client says of its address, host and middleware is dropped", () => {
  const headers = {
    host: "muster.example",
    forwarded: "for=1.2.3.4",
    "x-forwarded-for": "1.2.3.4",
    "x-forwarded-host": "evil.example",
    "x-middleware-subrequest": "middleware",
    "x-nonce": "known",
    [peerHeader]: "1.2.3.4",
  };
  cleanHeaders(headers, "::ffff:192.0.2.9");
  expect(headers).toEqual({ host: "muster.example", [peerHeader]: "192.0.2.9" });
  cleanHeaders(headers, undefined);
  expect(headers).toEqual({ host: "muster.example" });
});

test.each([
  ["203.0.113.5", "10.0.0.7", "203.0.113.5"],
  ["6.6.6.6, 203.0.113.5", "10.0.0.7", "203.0.113.5"],
  ["203.0.113.5, 10.0.0.9", "10.0.0.7", "203.0.113.5"],
  ["203.0.113.5", "::ffff:10.0.0.7", "203.0.113.5"],
  ["203.0.113.5, nonsense", "10.0.0.7", "10.0.0.7"],
  ["", "10.0.0.7", "10.0.0.7"],
  ["10.0.0.8", "10.0.0.7", "10.0.0.7"],
  ["203.0.113.5", "11.0.0.7", "11.0.0.7"],
])("X-Forwarded-For: %s from %s counts as %s", (forwarded, socket, peer) => {
  const headers = { "x-forwarded-for": forwarded, [peerHeader]: "1.2.3.4" };
  cleanHeaders(headers, socket, parseNetworks("10.0.0.0/8"));
  expect(headers).toEqual({ [peerHeader]: peer });
});

test("every server of the process sees cleaned requests", async () => {
  noteSocketAddress();
  const server = createServer((incoming, response) => response.end(JSON.stringify(incoming.headers)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { "x-forwarded-for": "6.6.6.6", "X-Muster-Peer": "6.6.6.6" };
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", headers }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve(body);
    });
    sent.once("error", reject).end();
  });
  server.close();
  expect(JSON.parse(text)).toMatchObject({ [peerHeader]: "127.0.0.1" });
  expect(text).not.toContain("6.6.6.6");
});

test("each request has a name: its answer carries it, and each line that is logged on its behalf", async () => {
  noteSocketAddress();
  const lines: Record<string, unknown>[] = [];
  const log = createLogger("web", "info", { write: (line: string) => lines.push(JSON.parse(line)) });
  const server = createServer(async (_, response) => {
    await delay(5);
    log.info("inside");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async () => (await fetch(`http://127.0.0.1:${port}`)).headers.get("x-request-id");
  const ids = [...(await Promise.all([ask(), ask(), ask()])), await ask()];
  server.close();
  expect(new Set(ids).size).toBe(4);
  expect(lines.map(({ requestId }) => requestId).sort()).toEqual(ids.sort());
});
