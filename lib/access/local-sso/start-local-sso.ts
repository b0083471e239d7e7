import { createServer, type RequestListener } from "node:http";
import type { Logger } from "@/lib/log";
import { type LocalSsoOptions, localProvider } from "./provider";
import { serveInteraction } from "./serve-interaction";

export type LocalSso = { stop(): Promise<void> };

/** Listens on the issuer's port of 127.0.0.1 and answers to that name alone. */
export async function startLocalSso(options: LocalSsoOptions & { log: Logger }): Promise<LocalSso> {
  const { hostname, host, port } = new URL(options.issuer);
  const server = createServer(listener(options, host));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(Number(port), hostname, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listener(options: LocalSsoOptions & { log: Logger }, host: string): RequestListener {
  const provider = localProvider(options);
  const answer = provider.callback();
  provider.on("server_error", (_ctx, error) => options.log.error({ err: error }, "local sign-in failed"));
  return (request, response) => {
    // Another name that leads here is a page elsewhere that tries to use this server.
    if (request.headers.host !== host) {
      response.writeHead(421).end();
      return;
    }
    for (const [name, value] of Object.entries(securityHeaders(options.publicUrl))) response.setHeader(name, value);
    const isInteraction = request.url?.startsWith("/interaction/");
    const answered = isInteraction
      ? serveInteraction(provider, options.publicUrl, request, response)
      : answer(request, response);
    Promise.resolve(answered).catch((error: unknown) => {
      options.log.error({ err: error }, "local sign-in failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

const securityHeaders = (publicUrl: string) => ({
  // Redirects after a form count as its action: the last one leads back to Muster.
  "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${publicUrl}; frame-ancestors 'none'; base-uri 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
});
