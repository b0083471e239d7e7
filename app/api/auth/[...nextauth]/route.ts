import type { NextRequest } from "next/server";
import { problemResponse } from "@/app/api-route";
import { limitAddress } from "@/app/limits";
import { noteTooMany } from "@/app/note-denial";
import { peerHeader } from "@/lib/access/peer-address";
import { AppError } from "@/lib/app-error";
import { authCaller, handleAuth } from "./handle-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

// Where the provider leads back to, and the ways to our own page. A sign-in begins and ends at /login/…, and nothing else is needed:
// the rest would let anybody choose parameters of the request to the provider, write to the log, or lengthen a session.
const known = ["callback", "error", "signin"] as const;

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  const action = known.find((name) => name === nextauth[0]);
  if (!action) {
    return problemResponse(new AppError("not_found", "not_found", "There is nothing here. Sign in at /login."), "auth");
  }
  try {
    await limitAddress(request.headers.get(peerHeader), "signIn", new Date());
  } catch (error) {
    await noteTooMany(error, request.headers.get(peerHeader) ?? undefined);
    return problemResponse(error, "auth");
  }
  // Where to go afterwards was settled when the sign-in began.
  const { callbackUrl: _, ...query } = Object.fromEntries(request.nextUrl.searchParams);
  return handleAuth(authCaller(request), { action, method: "GET", query });
}
