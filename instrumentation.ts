/** Next calls this once as the server starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { noteSocketAddress } = await import("./lib/access/note-socket-address");
  const { readEnv } = await import("./lib/env");
  noteSocketAddress(readEnv().TRUSTED_PROXIES ?? null);
  const { warmCaches } = await import("./lib/fleet/queries/warm-caches");
  warmCaches();
}
