import { writeCookie } from "@/components/preferences/write-cookie";

/** A page that nobody has touched for so long asks for itself. */
const unattendedAfterMs = 60_000;
/** Longer than a page waits between two refreshes, each of which writes it anew: a roll call comes every minute. */
const cookieSeconds = 90;

/** Tells the server, in `cookie`, whether somebody is at the page, so that a page which keeps itself up to date does not keep a session open. */
export class Attendance {
  readonly #cookie: string;
  #touchedAt: number;

  constructor(cookie: string, now: number) {
    this.#cookie = cookie;
    this.#touchedAt = now;
  }

  /** Somebody pressed, typed or scrolled: from now on what this browser asks for is theirs, in its other tabs too. */
  touch(now: number): void {
    this.#touchedAt = now;
    if (document.cookie.includes(`${this.#cookie}=`)) this.#write(0);
  }

  /** Before the page asks for itself. */
  beforeRefresh(now: number): void {
    if (now - this.#touchedAt >= unattendedAfterMs) this.#write(cookieSeconds);
  }

  #write(seconds: number): void {
    writeCookie(this.#cookie, { value: "1", seconds, sameSite: "strict" });
  }
}
