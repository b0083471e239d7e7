import { expect, test } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/app-error";
import { problemOf } from "./problem";

test("an expected failure keeps its code, message and details", () => {
  const error = new AppError("conflict", "session_ended", "It is over.", { id: "7" });
  expect(problemOf(error)).toEqual({
    status: 409,
    body: {
      type: "about:blank",
      title: "Conflict",
      status: 409,
      detail: "It is over.",
      code: "session_ended",
      details: { id: "7" },
    },
  });
});

test("input that does not fit its schema is 422 and names the field", () => {
  const { error } = z.object({ minute: z.number() }).safeParse({ minute: "x" });
  const { status, body } = problemOf(error);
  expect([status, body.code]).toEqual([422, "invalid_input"]);
  expect(body.detail).toMatch(/^minute: /);
});

test("an unexpected failure shows its reference and nothing else", () => {
  const error = Object.assign(new Error('column "secret" of relation "tokens"'), { query: "select 1", code: "42703" });
  const { status, body } = problemOf(error, "abcd0123");
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toMatch(/secret|tokens|select|42703|stack/);
  expect(body.details).toEqual({ reference: "abcd0123" });
  expect(problemOf("thrown text").body.detail).toBe("Something went wrong on our side.");
});

test.each(["22021", "22P05"])("text that PostgreSQL cannot hold (%s) is wrong input, not our failure", (code) => {
  const error = new Error("Failed query: insert", { cause: Object.assign(new Error("0x00"), { code }) });
  expect(problemOf(error)).toMatchObject({ status: 422, body: { code: "invalid_input" } });
});

test.each(["ECONNREFUSED", "57P03", "CONNECTION_ENDED"])("a database that is away (%s) is 503", (code) => {
  const error = new Error("Failed query: select 1", { cause: Object.assign(new Error("away"), { code }) });
  expect(problemOf(error)).toMatchObject({ status: 503, body: { code: "database_unavailable" } });
});
