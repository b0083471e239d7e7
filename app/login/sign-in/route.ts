import type { NextRequest } from "next/server";
import { beginSignIn } from "@/app/api/auth/[...nextauth]/begin-sign-in";
import { authCaller } from "@/app/api/auth/[...nextauth]/handle-auth";
import { problemResponse } from "@/app/api-route";
import { limitAddress } from "@/app/limits";
import { noteTooMany } from "@/app/note-denial";
import { logUnexpected } from "@/app/web-log";
import { peerHeader } from "@/lib/access/peer-address";
import { AppError } from "@/lib/app-error";
import { readEnv } from "@/lib/env";
import { isSameOrigin } from "../same-origin";

/** The one button. With fresh=1 the provider asks the person again, for what a single sign-on of this morning is not enough. */
export async function POST(request: NextRequest): Promise<Response> {
  if (!isSameOrigin(request.headers, readEnv().PUBLIC_URL)) return to("/login?error=Forged");
  try {
    await limitAddress(request.headers.get(peerHeader), "signIn", new Date());
    const form = await request.formData();
    const target = String(form.get("callbackUrl") ?? "");
    return await beginSignIn(authCaller(request), { target, isFresh: form.get("fresh") === "1" });
  } catch (error) {
    await noteTooMany(error, request.headers.get(peerHeader) ?? undefined);
    if (error instanceof AppError && error.kind === "too_many_requests") return problemResponse(error, "sign-in");
    return to(`/login?error=Unavailable&reference=${logUnexpected(error, "sign-in")}`);
  }
}

const to = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
