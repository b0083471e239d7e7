import { createHash, randomBytes } from "node:crypto";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { handleAuth } from "@/app/api/auth/[...nextauth]/handle-auth";
import { cookiePrefix, isSecure } from "@/lib/access/sessions/session-cookie";
import { safeCallback } from "@/lib/access/sign-in/safe-callback";
import { signInSecret } from "@/lib/access/sign-in/sign-in-provider";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { isSameOrigin } from "../same-origin";

/** The one button: sends the browser to the OpenID provider, with PKCE, state and nonce in cookies of 15 minutes. */
export async function POST(request: NextRequest): Promise<Response> {
  const { PUBLIC_URL } = readEnv();
  if (!isSameOrigin(request.headers, PUBLIC_URL)) {
    return new Response(null, { status: 303, headers: { location: "/login?error=Forged" } });
  }
  const form = await request.formData();
  const callbackUrl = safeCallback(String(form.get("callbackUrl") ?? ""), PUBLIC_URL);
  const csrfToken = await setCsrfCookie(PUBLIC_URL);
  const headers = new Headers(request.headers);
  headers.set("content-type", "application/x-www-form-urlencoded");
  headers.delete("content-length");
  const forwarded = new NextRequest(`${PUBLIC_URL}/api/auth/signin/sso`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ csrfToken, callbackUrl }).toString(),
  });
  return handleAuth(forwarded, ["signin", "sso"], form.get("fresh") === "1");
}

/** next-auth wants its double-submit token; here the browser's word on the origin was the check, so both halves are made on the spot. */
async function setCsrfCookie(publicUrl: string): Promise<string> {
  const secret = await signInSecret(processDatabase(), new Date());
  const token = randomBytes(32).toString("hex");
  const hash = createHash("sha256").update(`${token}${secret}`).digest("hex");
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure(publicUrl) } as const;
  (await cookies()).set(`${cookiePrefix(publicUrl)}muster-csrf`, `${token}|${hash}`, options);
  return token;
}
