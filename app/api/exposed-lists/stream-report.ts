import { logUnexpected } from "@/app/web-log";
import type { ExposureProgress, ExposureReport } from "@/lib/access/exposure/exposure-report";
import { lookThroughList } from "@/lib/access/exposure/look-through-list";
import { expectedError } from "@/lib/access/problem";
import type { Ctx } from "@/lib/context";

/** A line of the answer. */
export type ReportLine = { progress: ExposureProgress } | { report: ExposureReport } | { error: string };

const betweenLinesMs = 200;

/** Looks through the body while the answer is read, and stops when nobody reads it any more. */
export function streamReport(ctx: Ctx, title: { title: string }, request: Request): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, request.signal]);
  return new ReadableStream({
    async start(controller) {
      const send = (line: ReportLine) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      let sentAt = 0;
      const onProgress = (progress: ExposureProgress) => {
        if (performance.now() - sentAt < betweenLinesMs) return;
        sentAt = performance.now();
        send({ progress });
      };
      try {
        const source = { chunks: chunksOf(request), signal, onProgress };
        send({ report: await lookThroughList(ctx, title, source) });
      } catch (error) {
        send({ error: wordsOf(error, signal) });
      }
      if (!signal.aborted) controller.close();
    },
    cancel: () => stop.abort(),
  });
}

async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body) yield* request.body;
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "Stopped.";
  const expected = expectedError(error);
  if (expected) return expected.message;
  const reference = logUnexpected(error, "exposed list");
  return `Something went wrong on our side. Name reference ${reference} when you ask.`;
}
