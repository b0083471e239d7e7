import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/lib/access/content-security-policy";
import { sessionCookieName } from "@/lib/access/sessions/session-cookie";
import { issuerOrigin } from "@/lib/access/sign-in/sign-in-provider";
import { readEnv } from "@/lib/env";

/**
 * Headers of every page, and an early way to the sign-in page for whoever has no cookie at all. Nothing depends on the latter:
 * pages, actions and queries each ask for themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const env = readEnv();
  const { pathname, search } = request.nextUrl;
  const isLogin = pathname === "/login" || pathname.startsWith("/login/");
  const isVisit = request.method === "GET" && request.headers.get("accept")?.includes("text/html");
  if (!isLogin && isVisit && !request.cookies.has(sessionCookieName(env.PUBLIC_URL))) {
    const callbackUrl = pathname === "/" && !search ? "" : `?callbackUrl=${encodeURIComponent(pathname + search)}`;
    // Never on the address of the request, whose host is whatever the sender wrote.
    return NextResponse.redirect(`${env.PUBLIC_URL}/login${callbackUrl}`, { headers: plainHeaders });
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({
    nonce,
    issuerOrigin: issuerOrigin(env),
    isLogin,
    isDevelopment: process.env.NODE_ENV === "development",
    isHttps: env.PUBLIC_URL.startsWith("https:"),
  });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-muster-path", pathname + search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(plainHeaders)) response.headers.set(name, value);
  return response;
}

const plainHeaders = { "cache-control": "no-store" };

export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|healthz$|readyz$|metrics$|favicon.ico$|icon|apple-icon).*)"],
};
