import { apiRoute } from "@/app/api-route";
import { attachmentHeaders } from "@/app/attachment-headers";
import { logUnexpected } from "@/app/web-log";
import { readEnv } from "@/lib/env";
import { readEvidence } from "@/lib/incidents/evidence/read-evidence";

/** A file of evidence to keep: bytes without a type, whatever is in it, so that no browser shows or runs it. */
export const GET = apiRoute<{ id: string }>(async (ctx, _request, { id }) => {
  const { name, bytes, blocks } = await readEvidence(ctx, id, readEnv().EVIDENCE_DIR ?? null);
  // Of a small file that is all, and what is wrong with it can still be said.
  const first = await blocks.next();
  return new Response(streamOf(first, blocks), {
    headers: attachmentHeaders(name, "application/octet-stream", bytes),
  });
});

function streamOf(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  let next: IteratorResult<Uint8Array> | null = first;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = next ?? (await rest.next());
        next = null;
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        // The answer has begun: it breaks off, and the length that was announced shows it.
        logUnexpected(error, "evidence");
        controller.error(error);
      }
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
}
