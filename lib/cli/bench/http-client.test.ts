import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { sendAll } from "./http-client";

/** Three bodies of two heartbeats to a server that answers by `listener`. */
async function sendTo(listener: RequestListener, mayBeTurnedAway = false) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  let left = 3;
  const next = () => (left-- > 0 ? Buffer.from("{}\n{}\n") : null);
  const base = { port, token: "t", contentType: "application/x-ndjson", connections: 2, itemsEach: 2 };
  return await sendAll({ ...base, next, mayBeTurnedAway });
}

const answer =
  (status: number, body: string): RequestListener =>
  (request, response) => {
    request.resume().on("end", () => response.writeHead(status, { "content-length": body.length }).end(body));
  };
const whole = '{"accepted":2,"turned_away":[],"rejected":[]}';
const turnedAway = '{"accepted":1,"turned_away":[{"index":1}],"rejected":[]}';

test("counts the requests that were answered as they must be", async () => {
  expect(await sendTo(answer(200, whole))).toMatchObject({ requests: 3 });
  expect(await sendTo(answer(200, turnedAway), true)).toMatchObject({ requests: 3 });
});

test.each([
  ["another status", answer(503, whole)],
  ["fewer accepted", answer(200, '{"accepted":1,"turned_away":[],"rejected":[]}')],
  ["one turned away", answer(200, turnedAway)],
  ["one rejected", answer(200, '{"accepted":1,"turned_away":[],"rejected":[{"index":0}]}')],
  ["no answer", ((request) => request.socket.destroy()) satisfies RequestListener],
])("%s ends the run", async (_, listener) => {
  await expect(sendTo(listener)).rejects.toThrow();
});

test("one rejected ends the run also where some may be turned away", async () => {
  const rejected = answer(200, '{"accepted":1,"turned_away":[],"rejected":[{"index":0}]}');
  await expect(sendTo(rejected, true)).rejects.toThrow();
});
