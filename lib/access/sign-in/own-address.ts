import { isLoopback } from "./safe-address";

/**
 * Where to go first when somebody opens 127.0.0.1 while `publicUrl` says localhost (or the reverse), else null. Cookies are kept by
 * host name: a sign-in begun under the other name could never come back from the provider.
 */
export function ownAddress(host: string | null, publicUrl: string): string | null {
  const wanted = new URL(publicUrl);
  if (!host || host === wanted.host || !isLoopback(wanted.hostname)) return null;
  if (!URL.canParse(`http://${host}`)) return null;
  const opened = new URL(`http://${host}`);
  return isLoopback(opened.hostname) && opened.port === wanted.port ? wanted.origin : null;
}
