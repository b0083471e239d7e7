type Sending = { incidentId: string; file: File; note: string; signal: AbortSignal };

const lost = "Muster does not answer. Nothing was kept; what you chose stays here: try again.";

/** Sends a file as it is; null when it is kept, or what went wrong and what to do. */
export async function sendEvidence({ incidentId, file, note, signal }: Sending): Promise<string | null> {
  const address = `/api/evidence?${new URLSearchParams({ incident: incidentId, name: file.name, note })}`;
  try {
    const response = await fetch(address, {
      ...{ method: "POST", body: file, signal },
      // What the browser takes it for decides nothing.
      headers: { "content-type": "application/octet-stream" },
    });
    if (response.ok) return null;
    const problem = (await response.json()) as { detail?: string };
    return problem.detail ?? "It was refused.";
  } catch {
    return signal.aborted ? "Stopped. Nothing was kept." : lost;
  }
}
