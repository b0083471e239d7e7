import { AppError } from "@/lib/app-error";
import { providerFetch, providerTimeoutMs } from "./provider-fetch";

export type FetchedJson = { body: unknown; date: Date | null };

/**
 * JSON of an address of the configured provider `issuer`, within 5 s and 1 MB; a redirect is not followed. Throws AppError "provider_unreachable"
 * whose message is for the operator: it names the address.
 */
export async function fetchJson(address: string, issuer: string): Promise<FetchedJson> {
  const answer = await get(address, issuer);
  if (answer.status >= 300 && answer.status < 400) {
    throw unreachable(
      address,
      `leads on to ${originOf(answer.headers.get("location"), address)}: configure that address`,
    );
  }
  if (!answer.ok) throw unreachable(address, `answers ${answer.status}`);
  try {
    const body: unknown = JSON.parse(await answer.text());
    const date = new Date(answer.headers.get("date") ?? Number.NaN);
    return { body, date: Number.isNaN(date.getTime()) ? null : date };
  } catch {
    throw unreachable(address, "does not answer in JSON");
  }
}

async function get(address: string, issuer: string): Promise<Response> {
  try {
    return await providerFetch(address, issuer, { accept: "application/json" });
  } catch (error) {
    throw unreachable(address, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ETIMEDOUT") return `does not answer within ${providerTimeoutMs / 1_000} s`;
  if (code === "EOUTGOING") return "is at an address that requests may not go to (OUTGOING_PRIVATE)";
  if (code === "ETOOLARGE") return "does not answer in JSON";
  return code ? `cannot be reached (${code})` : "cannot be reached";
}

function originOf(location: string | null, address: string): string {
  return location && URL.canParse(location, address) ? new URL(location, address).origin : "nowhere";
}

const unreachable = (address: string, what: string) =>
  new AppError("unavailable", "provider_unreachable", `The identity provider ${what}: ${address}`);
