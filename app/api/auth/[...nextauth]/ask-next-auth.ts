import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type AuthOptions } from "next-auth";

export type AuthQuestion = {
  action: "signin" | "callback" | "error";
  method: "GET" | "POST";
  query: Record<string, string>;
  cookies: Partial<Record<string, string>>;
  body?: Record<string, string>;
};

/**
 * next-auth's answer to `question`, which holds all that it is to know: no header of the request, hence no host that somebody claims, reaches
 * it. In the form of its Pages API, the only one of its public ones that reads nothing from around it.
 */
export async function askNextAuth(question: AuthQuestion, options: AuthOptions): Promise<Response> {
  const { action, method, query, cookies, body } = question;
  const collected = new CollectedAnswer();
  const request = { method, cookies, body, headers: {}, query: { ...query, nextauth: [action, "sso"] } };
  // The parts of both that next-auth 4 uses.
  await NextAuth(request as unknown as NextApiRequest, collected as unknown as NextApiResponse, options);
  return collected.toResponse();
}

class CollectedAnswer {
  readonly #headers = new Headers();
  #status = 200;
  #body: string | null = null;

  status(code: number): this {
    this.#status = code;
    return this;
  }
  getHeader(name: string): string[] | undefined {
    return name === "Set-Cookie" ? this.#headers.getSetCookie() : undefined;
  }
  setHeader(name: string, value: string | string[]): this {
    this.#headers.delete(name);
    for (const one of [value].flat()) this.#headers.append(name, one);
    return this;
  }
  send(body: unknown): void {
    this.#body = typeof body === "string" ? body : null;
  }
  json(body: unknown): void {
    this.#body = JSON.stringify(body);
  }
  end(): void {}

  toResponse(): Response {
    this.#headers.set("cache-control", "no-store");
    return new Response(this.#body, { status: this.#status, headers: this.#headers });
  }
}
