/** Posts to a route of Muster's own and returns its answer, or the words of its problem+json. */
export async function sendFile<Value>(
  path: string,
  body: Blob | FormData,
): Promise<{ value: Value } | { error: string }> {
  try {
    const response = await fetch(path, { method: "POST", body });
    const answer: unknown = await response.json();
    // The route of `path` answers with Value, and with a problem where it fails.
    if (response.ok) return { value: answer as Value };
    return { error: (answer as { detail?: string }).detail ?? "It was refused." };
  } catch {
    return { error: "Muster does not answer. What you typed stays here: try again." };
  }
}
