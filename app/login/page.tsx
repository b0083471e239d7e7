import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentCtx } from "@/lib/access/session";
import { ownAddress } from "@/lib/access/sign-in/own-address";
import { safeCallback } from "@/lib/access/sign-in/safe-callback";
import { localSsoRefusal } from "@/lib/access/sign-in/sign-in-provider";
import { readEnv } from "@/lib/env";
import { SignInCard } from "./sign-in-card";
import { signInError } from "./sign-in-error";

export const metadata: Metadata = { title: "Sign in" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function LoginPage({ searchParams }: { searchParams: Search }) {
  const { callbackUrl, error, reference, fresh } = await searchParams;
  const env = readEnv();
  const own = ownAddress((await headers()).get("host"), env.PUBLIC_URL);
  if (own) redirect(`${own}/login`);
  const target = safeCallback(typeof callbackUrl === "string" ? callbackUrl : null, env.PUBLIC_URL);
  const failure = signInError(error, reference);
  const isFresh = fresh === "1";
  // Where the database is away the page still stands, and its button says so. Of two tabs one signs in, and the other need not ask.
  const canPass = (!failure && !isFresh) || error === "OAuthCallback";
  if (canPass && (await currentCtx().catch(() => null))) redirect(target);
  const missing = env.AUTH_ISSUER || !localSsoRefusal(env) ? null : signInError("Configuration", null);
  return (
    <SignInCard
      target={target}
      error={missing ?? failure}
      canSignIn={!missing}
      isLocal={!env.AUTH_ISSUER}
      isFresh={isFresh}
    />
  );
}
