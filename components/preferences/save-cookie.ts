import { writeCookie } from "./write-cookie";

const yearSeconds = 31_536_000;

/** A preference that the server should know at the next rendering; nothing secret. */
export function saveCookie(name: string, value: string): void {
  writeCookie(name, { value, seconds: yearSeconds, sameSite: "lax" });
}
