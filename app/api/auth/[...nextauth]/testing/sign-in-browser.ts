import type { Database } from "@/db/client";
import { findSession } from "@/lib/access/sessions/find-session";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { type Env, parseEnv } from "@/lib/env";
import { beginSignIn } from "../begin-sign-in";
import { type AuthCaller, handleAuth } from "../handle-auth";

/** What a browser keeps of Muster, and the two visits of a sign-in, without the web server around them. */
export class SignInBrowser {
  readonly jar = new Map<string, string>();
  readonly env: Env;

  constructor(
    readonly db: Database,
    variables: Record<string, string>,
  ) {
    this.env = parseEnv({ PUBLIC_URL: "https://muster.example", ...variables });
  }

  /** Presses the button: the address at the provider that it leads to, or the sign-in page's. */
  async begin(target = "/", isFresh = false): Promise<URL> {
    const answer = await beginSignIn(this.caller(), { target, isFresh });
    return this.#take(answer);
  }

  /** Comes back from the provider: the address that it leads to. */
  async comeBack(address: string | URL): Promise<URL> {
    const query = Object.fromEntries(new URL(address).searchParams);
    return this.#take(await handleAuth(this.caller(), { action: "callback", method: "GET", query }));
  }

  /** Whom the browser's cookie opens a session of. */
  async session() {
    const value = this.jar.get(sessionCookieName(this.env.PUBLIC_URL));
    return value ? findSession(this.db, value, new Date()) : null;
  }

  /** The lines by which the last answer set cookies. */
  setCookies: string[] = [];

  caller(): AuthCaller {
    const cookies = Object.fromEntries(this.jar);
    return { db: this.db, env: this.env, now: new Date(), cookies, address: "192.0.2.7", userAgent: "Test" };
  }

  #take(answer: Response): URL {
    this.setCookies = answer.headers.getSetCookie();
    for (const line of this.setCookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.jar.delete(name);
      else this.jar.set(name, decodeURIComponent(value));
    }
    return new URL(answer.headers.get("location") ?? "about:blank", this.env.PUBLIC_URL);
  }
}
