import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "@/lib/app-error";
import type { BodyBudget } from "./body-budget";
import { InflateQueue } from "./inflate-queue";
import { limits } from "./limits";

const gunzipAsync = promisify(gunzip);

/** The sender went away before its body was whole: nobody is there to be answered. */
export class AbortedError extends Error {
  override readonly name = "AbortedError";
}

export type Body = { bytes: Buffer; release(): void };

/**
 * The whole body, gzip undone. The caller releases it. Throws AbortedError, AppError "body_too_large",
 * "unsupported_encoding", "invalid_gzip", "busy".
 */
export function readBody(request: IncomingMessage, budget: BodyBudget): Promise<Body> {
  return new Promise((resolve, reject) => {
    receiveBody(request, budget, resolve, reject);
  });
}

/** The same without a promise. Throws what is known from the headers, and hands the rest to `fail`. */
export function receiveBody(
  request: IncomingMessage,
  budget: BodyBudget,
  done: (body: Body) => void,
  fail: (error: unknown) => void,
): void {
  const encoding = request.headers["content-encoding"] ?? "identity";
  const isGzip = encoding === "gzip" || encoding === "x-gzip";
  if (!isGzip && encoding !== "identity") {
    throw new AppError("unsupported_media_type", "unsupported_encoding", "Send the body as it is or with gzip.");
  }
  const most = isGzip ? limits.wireBytes : limits.bodyBytes;
  if (Number(request.headers["content-length"] ?? 0) > most) throw tooLarge(most);
  const incoming = new IncomingBody(request, budget, most, done, fail);
  request.on("data", (chunk: Buffer) => incoming.take(chunk));
  request.on("end", () => incoming.end(isGzip));
  // An aborted request ends in an error; also one whose body was whole, whose answer then goes nowhere.
  request.on("error", () => incoming.refuse(new AbortedError("aborted")));
}

/** A body on its way: what it holds of the budget, and whether its outcome is settled. */
class IncomingBody {
  #chunks: Buffer[] = [];
  #length = 0;
  #isOver = false;

  constructor(
    readonly request: IncomingMessage,
    readonly budget: BodyBudget,
    readonly most: number,
    readonly done: (body: Body) => void,
    readonly fail: (error: unknown) => void,
  ) {}

  take(chunk: Buffer): void {
    try {
      this.hold(chunk.length);
      if (this.#length > this.most) throw tooLarge(this.most);
      this.#chunks.push(chunk);
    } catch (error) {
      this.refuse(error);
    }
  }

  end(isGzip: boolean): void {
    const wire = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [];
    if (!isGzip) this.#finish(wire);
    else {
      inflate(wire, (bytes) => this.hold(bytes)).then(
        (bytes) => this.#finish(bytes),
        (error) => this.refuse(error),
      );
    }
  }

  refuse(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.request.removeAllListeners("data");
    this.request.pause();
    this.release();
    this.fail(error);
  }

  /** Nothing any more once it is over: nobody would give it back. */
  hold(bytes: number): void {
    if (this.#isOver) return;
    this.budget.take(bytes);
    this.#length += bytes;
  }

  release(): void {
    this.budget.give(this.#length);
    this.#length = 0;
  }

  #finish(bytes: Buffer): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.done({ bytes, release: () => this.release() });
  }
}

/** Honest JSON shrinks to a tenth or so; what grows further is inflated again, with room for all that a body may be. */
const usualRatio = 24;
/** What is being inflated is not counted as held yet: so much of it at one time, however many send. */
const queue = new InflateQueue(limits.bodyBytes);

async function inflate(wire: Buffer, hold: (bytes: number) => void): Promise<Buffer> {
  const usual = Math.min(limits.bodyBytes, Math.max(1 << 20, wire.length * usualRatio));
  const take = async (most: number) => {
    const bytes = await queue.run(most, () => tryInflate(wire, most));
    if (bytes) hold(bytes.length);
    return bytes;
  };
  const bytes = (await take(usual)) ?? (usual < limits.bodyBytes ? await take(limits.bodyBytes) : null);
  if (!bytes) throw tooLarge(limits.bodyBytes);
  return bytes;
}

/** Null when it would be larger than `most`. */
async function tryInflate(wire: Buffer, most: number): Promise<Buffer | null> {
  try {
    return await gunzipAsync(wire, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw new AppError("bad_request", "invalid_gzip", "The body says gzip and is not.");
  }
}

const tooLarge = (most: number) =>
  new AppError("too_large", "body_too_large", `Send at most ${most / 1_048_576} MiB a request; split the batch.`);
