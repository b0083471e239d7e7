import { AppError } from "@/lib/app-error";

const timeoutMs = 5_000;
const mostBytes = 1_000_000;

export type FetchedJson = { body: unknown; date: Date | null };

/**
 * JSON of an address of the configured provider, within 5 s and 1 MB; a redirect is not followed. Throws AppError "provider_unreachable"
 * whose message is for the operator: it names the address.
 */
export async function fetchJson(address: string): Promise<FetchedJson> {
  const answer = await get(address);
  if (answer.status >= 300 && answer.status < 400) {
    throw unreachable(
      address,
      `leads on to ${originOf(answer.headers.get("location"), address)}: configure that address`,
    );
  }
  if (!answer.ok) throw unreachable(address, `answers ${answer.status}`);
  try {
    const body: unknown = JSON.parse(await readText(answer));
    const date = new Date(answer.headers.get("date") ?? Number.NaN);
    return { body, date: Number.isNaN(date.getTime()) ? null : date };
  } catch {
    throw unreachable(address, "does not answer in JSON");
  }
}

async function get(address: string): Promise<Response> {
  try {
    return await fetch(address, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
      cache: "no-store",
    });
  } catch (error) {
    throw unreachable(address, reasonOf(error));
  }
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `does not answer within ${timeoutMs / 1_000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code ? `cannot be reached (${code})` : "cannot be reached";
}

function originOf(location: string | null, address: string): string {
  return location && URL.canParse(location, address) ? new URL(location, address).origin : "nowhere";
}

const unreachable = (address: string, what: string) =>
  new AppError("unavailable", "provider_unreachable", `The identity provider ${what}: ${address}`);
