import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { BodyBudget } from "./body-budget";
import { limits } from "./limits";
import { AbortedError, readBody } from "./read-body";

function requestOf(headers: Record<string, string> = {}) {
  const stream = new PassThrough();
  // Headers and a stream are all that is read of a request here.
  return { stream, request: Object.assign(stream, { headers }) as unknown as IncomingMessage };
}

/** All of it is there: nothing is held. */
const expectFree = (budget: BodyBudget) => expect(() => budget.take(limits.allBodiesBytes)).not.toThrow();

test("a body in pieces is whole, and held until it is released", async () => {
  const { stream, request } = requestOf();
  const budget = new BodyBudget();
  const reading = readBody(request, budget);
  stream.write("ab");
  await turn();
  stream.end("cd");
  const body = await reading;
  expect(body.bytes.toString()).toBe("abcd");
  expect(() => budget.take(limits.allBodiesBytes)).toThrow("Too many");
  body.release();
  expectFree(budget);
});

test("a sender that goes away while its gzip is undone holds nothing", async () => {
  const { stream, request } = requestOf({ "content-encoding": "gzip" });
  const budget = new BodyBudget();
  const reading = readBody(request, budget);
  stream.once("end", () => stream.emit("error", new Error("aborted")));
  stream.end(gzipSync(Buffer.alloc(1_000_000, "x")));
  await expect(reading).rejects.toThrow(AbortedError);
  // When this larger one is undone, that one is too.
  const later = requestOf({ "content-encoding": "gzip" });
  const second = readBody(later.request, budget);
  later.stream.end(gzipSync(Buffer.alloc(20_000_000, "y")));
  const body = await second;
  expect(body.bytes.length).toBe(20_000_000);
  body.release();
  expectFree(budget);
});
