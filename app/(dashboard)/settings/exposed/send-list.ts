import type { ReportLine } from "@/app/api/exposed-lists/stream-report";
import type { ExposureProgress, ExposureReport } from "@/lib/access/exposure/exposure-report";

type Sending = { title: string; list: Blob; signal: AbortSignal; onProgress: (progress: ExposureProgress) => void };

const lost = "Muster does not answer. Nothing was kept; what you gave stays here: try again.";

/** Sends a leaked list and reads how far it is, until the report. */
export async function sendList(sending: Sending): Promise<{ report: ExposureReport } | { error: string }> {
  try {
    const response = await fetch(`/api/exposed-lists?title=${encodeURIComponent(sending.title)}`, {
      ...{ method: "POST", body: sending.list, signal: sending.signal },
      headers: { "content-type": "application/octet-stream" },
    });
    if (!response.ok || !response.body) {
      const problem = (await response.json()) as { detail?: string };
      return { error: problem.detail ?? "It was refused." };
    }
    return await readLines(response.body, sending.onProgress);
  } catch {
    return { error: sending.signal.aborted ? "Stopped. Nothing was kept." : lost };
  }
}

async function readLines(body: ReadableStream<Uint8Array>, onProgress: Sending["onProgress"]) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { error: lost };
    text += decoder.decode(value, { stream: true });
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      // The route writes nothing else.
      const read = JSON.parse(line) as ReportLine;
      if ("progress" in read) onProgress(read.progress);
      else return read;
    }
  }
}
