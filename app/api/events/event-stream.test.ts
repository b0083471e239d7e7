import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventStream } from "./event-stream";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream whose session is asked for with each beat; `answer` answers the last question. */
function opened() {
  let answer = (_isOpen: boolean) => {};
  const onEnd = vi.fn();
  const stream = eventStream({
    subscribe: () => () => {},
    isOpen: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    now: () => 0,
    signal: new AbortController().signal,
    onEnd,
  });
  return { stream, reader: stream.getReader(), onEnd, answer: (isOpen: boolean) => answer(isOpen) };
}

const text = async (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  new TextDecoder().decode((await reader.read()).value);

test("a beat follows while the session stands, and the stream ends when it does not", async () => {
  const { reader, answer, onEnd } = opened();
  expect(await text(reader)).toContain("event: hello");
  await vi.advanceTimersByTimeAsync(15_000);
  answer(true);
  expect(await text(reader)).toBe(": beat\n\n");
  await vi.advanceTimersByTimeAsync(15_000);
  answer(false);
  expect((await reader.read()).done).toBe(true);
  expect(onEnd).toHaveBeenCalledOnce();
});

test("a browser that leaves while its session is asked for does no harm", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { reader, answer, onEnd } = opened();
  await vi.advanceTimersByTimeAsync(15_000);
  await reader.cancel();
  answer(true);
  vi.useRealTimers();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", unhandled);
  expect(onEnd).toHaveBeenCalledOnce();
  expect(unhandled).not.toHaveBeenCalled();
});
