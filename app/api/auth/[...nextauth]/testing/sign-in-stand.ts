import { afterAll, afterEach, beforeAll, expect, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { ForgingProvider } from "./forging-provider";
import { SignInBrowser } from "./sign-in-browser";

/** A provider that can lie and a database, for the sign-ins of one file. */
export class SignInStand {
  #database: TestDatabase | undefined;
  #provider: ForgingProvider | undefined;

  constructor() {
    beforeAll(async () => {
      this.#database = await createTestDatabase();
      // What notes refusals takes the process's own database.
      vi.stubEnv("DATABASE_URL", this.#database.url);
      vi.stubEnv("LOG_LEVEL", "silent");
      this.#provider = await ForgingProvider.start();
    });
    afterEach(() => {
      vi.useRealTimers();
      this.provider.reset();
    });
    afterAll(async () => {
      this.provider.stop();
      await this.database.drop();
    });
  }

  get database(): TestDatabase {
    if (!this.#database) throw new Error("asked for before the tests began");
    return this.#database;
  }

  get provider(): ForgingProvider {
    if (!this.#provider) throw new Error("asked for before the tests began");
    return this.#provider;
  }

  browser(variables: Record<string, string> = {}): SignInBrowser {
    return new SignInBrowser(this.database.db, {
      AUTH_ISSUER: this.provider.issuer,
      AUTH_CLIENT_ID: this.provider.clientId,
      AUTH_CLIENT_SECRET: this.provider.clientSecret,
      ...variables,
    });
  }

  async signIn(visitor: SignInBrowser, target = "/fleet"): Promise<URL> {
    return visitor.comeBack(this.provider.authorize(await visitor.begin(target)));
  }
}

/** Ends at the sign-in page with an error, and nobody is signed in. */
export async function expectRefused(visitor: SignInBrowser, end: URL, error = "OAuthCallback"): Promise<void> {
  // next-auth leads there by way of its own address.
  expect(end.searchParams.get("error"), end.href).toBe(error);
  expect(end.origin).toBe("https://muster.example");
  expect(await visitor.session()).toBeNull();
}

export const seconds = (): number => Math.floor(Date.now() / 1_000);
