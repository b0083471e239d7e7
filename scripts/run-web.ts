import { createServer } from "node:http";
import next from "next";
import { refuseEarly } from "@/lib/access/refuse-early";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { createLogger } from "@/lib/log";
import { logConsole } from "@/lib/log-console";
import { answerProblem } from "./answer-problem";

const graceMs = 2_000;
/** A page holds one for its events; further ones are closed as they come. */
const mostConnections = 4_000;

/** The web server in one process: Next behind a server that can be ended while pages hold streams of events open. */
async function main(): Promise<void> {
  const env = readEnv();
  databaseUrl(env);
  const isDev = process.argv.includes("--dev");
  const log = createLogger("web", env.LOG_LEVEL);
  if (!isDev) logConsole(log);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 60_000, maxHeaderSize: 16 * 1024 });
  server.maxConnections = mostConnections;
  // Next listens for upgrades on the server that it is given, and leaves a socket of which it makes nothing open for ever. It needs them for
  // its own development alone; on a server without that listener Node answers such a request as any other.
  const app = next({ dev: isDev, port: env.PORT, httpServer: isDev ? server : createServer() });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on("request", (request, response) => {
    const refusal = refuseEarly(request);
    if (refusal) {
      answerProblem(response, refusal.error, refusal.allow ? { allow: refusal.allow } : {});
      return;
    }
    handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.PORT, resolve);
  });
  log.info({ port: env.PORT }, "web ready");
  const stop = async () => {
    const isClosed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
    await isClosed;
    await app.close().catch(() => {});
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${lineOf(error)}\n`);
  process.exit(1);
});

function lineOf(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "EADDRINUSE") return `Port ${readEnv().PORT} (PORT) is in use: choose another.`;
  if (/production build/.test(error.message))
    return "The web server is not built: run `npm start`, or `npx next build`.";
  return error.stack ?? error.message;
}
