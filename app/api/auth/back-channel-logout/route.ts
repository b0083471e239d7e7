import type { NextRequest } from "next/server";
import { problemResponse } from "@/app/api-route";
import { limitAddress } from "@/app/limits";
import { noteStranger } from "@/app/note-denial";
import { webLog } from "@/app/web-log";
import { endSessionsOfProvider } from "@/lib/access/back-channel/end-sessions-of-provider";
import { providerKeys } from "@/lib/access/back-channel/provider-keys";
import { verifyLogoutToken } from "@/lib/access/back-channel/verify-logout-token";
import { peerHeader } from "@/lib/access/peer-address";
import { discoverProvider } from "@/lib/access/sign-in/discover-provider";
import { signInProvider } from "@/lib/access/sign-in/sign-in-provider";
import { AppError } from "@/lib/app-error";
import { processDatabase } from "@/lib/database";
import { readEnv } from "@/lib/env";
import { readLogoutToken } from "./read-logout-token";

/** OpenID Connect Back-Channel Logout 1.0: the provider says that a session of its own has ended, and ours end with it. */
export async function POST(request: NextRequest): Promise<Response> {
  try {
    const [db, now] = [processDatabase(), new Date()];
    await limitAddress(request.headers.get(peerHeader), "signIn", now);
    const token = await readLogoutToken(request);
    const provider = await signInProvider(db, readEnv(), now);
    const metadata = await discoverProvider(provider.issuer, provider.choice, now);
    const keys = providerKeys(metadata.jwksUri, provider.issuer);
    const order = await verifyLogoutToken(token, { metadata, clientId: provider.clientId, keys, now });
    const ended = await endSessionsOfProvider({ db, now }, order);
    webLog().info({ ended }, "back-channel logout");
    return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof AppError) {
      webLog().warn({ code: error.code }, "back-channel logout refused");
      await noteStranger(`back-channel logout: ${error.code}`, request.headers.get(peerHeader) ?? undefined);
    }
    return problemResponse(error, "back-channel logout");
  }
}
