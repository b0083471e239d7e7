import type { Metadata } from "next";
import { Denied } from "@/app/denied";
import { CommandBlock } from "@/components/ui/command-block";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/access/permissions";
import { requireCtx } from "@/lib/access/session";
import {
  afterLogoutAddress,
  backChannelLogoutAddress,
  localIssuer,
  redirectAddress,
} from "@/lib/access/sign-in/sign-in-provider";
import { type Env, readEnv } from "@/lib/env";
import { ProviderCheck } from "./provider-check";

export const metadata: Metadata = { title: "Sign-in" };

export default async function SignInPage() {
  const ctx = await requireCtx();
  if (!may(ctx.actor, "settings.read")) {
    return <Denied ctx={ctx} permission="settings.read" what="the configuration of sign-in" />;
  }
  const env = readEnv();
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title="Sign-in">
        People sign in with the identity provider that the environment of Muster names. Here is what it says, whether it
        works, and what to register there.
      </PageHeader>
      <ProviderCheck />
      <FactList facts={settingsOf(env)} form="columns" />
      <section className="grid grid-cols-1 gap-3" aria-labelledby="register">
        <h2 id="register" className="font-semibold">
          To register at the provider, to the letter
        </h2>
        {addressesOf(env).map(([label, address]) => (
          <div key={label} className="grid grid-cols-1 gap-1">
            <p className="text-caption text-muted">{label}</p>
            <CommandBlock label={label} command={address} />
          </div>
        ))}
      </section>
    </div>
  );
}

const addressesOf = (env: Env): [string, string][] => [
  ["Redirect URI", redirectAddress(env)],
  ["Post-logout redirect URI", afterLogoutAddress(env)],
  ["Back-channel logout URI", backChannelLogoutAddress(env)],
];

function settingsOf(env: Env): Fact[] {
  const session = `after ${env.SESSION_IDLE_MINUTES} minutes without a request, ${env.SESSION_MAX_MINUTES} minutes after its sign-in`;
  const groups = env.AUTH_ROLE_MAP ? String(env.AUTH_ROLE_MAP.size) : "none: the claim names roles";
  return [
    {
      label: "Issuer (AUTH_ISSUER)",
      value: env.AUTH_ISSUER ?? `${localIssuer(env)}, the local sign-in of this machine`,
    },
    { label: "Client (AUTH_CLIENT_ID)", value: env.AUTH_CLIENT_ID ?? "muster" },
    { label: "Role claim (AUTH_ROLE_CLAIM)", value: env.AUTH_ROLE_CLAIM },
    { label: "Groups with a role (AUTH_ROLE_MAP)", value: groups },
    { label: "Scopes (AUTH_SCOPES)", value: env.AUTH_SCOPES },
    { label: "A session ends", value: session },
  ];
}
