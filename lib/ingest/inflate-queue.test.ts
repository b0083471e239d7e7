import { expect, test } from "vitest";
import { InflateQueue } from "./inflate-queue";

/** Jobs that end when they are told to, and which of them have begun. */
function jobs(queue: InflateQueue) {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const start = (name: string, bytes: number) =>
    queue.run(bytes, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (error) => (error ? reject(error) : resolve(name)));
      });
    });
  return { begun, start, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

test("what fits together runs side by side, the rest in its order", async () => {
  const { begun, start, end } = jobs(new InflateQueue(100));
  const done = [start("a", 60), start("b", 40), start("c", 50), start("d", 10)];
  expect(begun).toEqual(["a", "b"]);
  end("b");
  await done[1];
  expect(begun).toEqual(["a", "b"]);
  end("a");
  await done[0];
  await Promise.resolve();
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

test("what is larger than all the room is inflated alone", async () => {
  const { begun, start, end } = jobs(new InflateQueue(100));
  const done = [start("a", 10), start("huge", 500), start("b", 10)];
  expect(begun).toEqual(["a"]);
  end("a");
  await done[0];
  await Promise.resolve();
  expect(begun).toEqual(["a", "huge"]);
  end("huge");
  await done[1];
  await Promise.resolve();
  expect(begun).toEqual(["a", "huge", "b"]);
});

test("a failure gives its room back", async () => {
  const { begun, start, end } = jobs(new InflateQueue(100));
  const failing = start("a", 100);
  const next = start("b", 100);
  end("a", new Error("no gzip"));
  await expect(failing).rejects.toThrow("no gzip");
  await Promise.resolve();
  expect(begun).toEqual(["a", "b"]);
  end("b");
  await expect(next).resolves.toBe("b");
});
