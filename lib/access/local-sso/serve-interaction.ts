import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { errorPage, personaPage } from "./persona-page";
import { guest, personas } from "./personas";

const bodyLimit = 2_000;

/** The page where a persona is chosen (GET) and the choice (POST). */
export async function serveInteraction(
  provider: Provider,
  publicUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== "POST") return html(response, 200, personaPage(uid));
    const id = new URLSearchParams(await readBody(request)).get("persona") ?? "";
    if (![...personas, guest].some((persona) => persona.id === id)) return html(response, 400, personaPage(uid));
    await provider.interactionFinished(request, response, { login: { accountId: id } });
  } catch (error) {
    if (error instanceof Error && error.name === "SessionNotFound") {
      const detail = "This page is too old, or belongs to another browser. Start again from Muster.";
      return html(response, 400, errorPage("Start again", detail, publicUrl));
    }
    throw error;
  }
}

function html(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > bodyLimit) return "";
  }
  return body;
}
