import type { NextRequest } from "next/server";
import { problemResponse } from "@/app/api-route";
import { AppError } from "@/lib/app-error";
import { handleAuth } from "./handle-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

// Where the provider leads back to, and the ways to our own page. A sign-in begins and ends at /login/…, and nothing else is needed:
// the rest would let anybody choose parameters of the request to the provider, write to the log, or lengthen a session.
const known = new Set(["callback", "error", "signin"]);

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!known.has(nextauth[0] ?? "")) {
    return problemResponse(new AppError("not_found", "not_found", "There is nothing here. Sign in at /login."), "auth");
  }
  const response = await handleAuth(request, nextauth);
  response.headers.set("cache-control", "no-store");
  return response;
}
