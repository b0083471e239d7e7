import type { NextRequest } from "next/server";
import { problemResponse } from "@/app/api-route";
import { AppError } from "@/lib/app-error";
import { handleAuth } from "./handle-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

// What a sign-in needs. The others let anybody write to the log, or lengthen a session.
const readable = new Set(["callback", "csrf", "error", "providers", "session", "signin", "signout"]);
const writable = new Set(["signin", "signout"]);

export const GET = (request: NextRequest, context: Context) => answer(readable, request, context);
export const POST = (request: NextRequest, context: Context) => answer(writable, request, context);

async function answer(allowed: ReadonlySet<string>, request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (!allowed.has(nextauth[0] ?? "")) {
    return problemResponse(new AppError("not_found", "not_found", "There is nothing here. Sign in at /login."), "auth");
  }
  const response = await handleAuth(request, nextauth);
  response.headers.set("cache-control", "no-store");
  return response;
}
