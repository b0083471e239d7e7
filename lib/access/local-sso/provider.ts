import { type Configuration, interactionPolicy, type KoaContextWithOIDC, Provider } from "oidc-provider";
import { errorPage, signOutPage } from "./persona-page";
import { guest, personas } from "./personas";
import type { SsoKeys } from "./sso-keys";

export type LocalSsoOptions = {
  issuer: string;
  /** Of the web server, the one client. */
  publicUrl: string;
  clientId: string;
  clientSecret: string;
  roleClaim: string;
  keys: SsoKeys;
};

/** An OpenID provider as any other: code flow with PKCE, RS256, discovery, RP-initiated and back-channel logout. It keeps nothing on disk. */
export function localProvider(options: LocalSsoOptions): Provider {
  return new Provider(options.issuer, configuration(options));
}

function configuration({ publicUrl, clientId, clientSecret, roleClaim, keys }: LocalSsoOptions): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/api/auth/callback/sso`],
        post_logout_redirect_uris: [`${publicUrl}/login`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
        backchannel_logout_uri: `${publicUrl}/api/auth/back-channel-logout`,
        backchannel_logout_session_required: true,
        // Said at each sign-in, so that a fresh one can be told from an old one.
        require_auth_time: true,
      },
    ],
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookies] },
    responseTypes: ["code"],
    pkce: { required: () => true },
    scopes: ["openid", "profile", "email"],
    claims: {
      openid: ["sub", roleClaim],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
    },
    // Claims in the id token itself, as Okta, Auth0, Entra ID and Keycloak put them there.
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(ctx, form) {
          ctx.body = signOutPage(form);
        },
      },
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 900, Session: 86_400, Grant: 86_400, IdToken: 600, AccessToken: 600, AuthorizationCode: 60 },
    findAccount: (_ctx, id) => account(id, roleClaim),
    loadExistingGrant: grantAll,
    // Its own guard refuses loopback, where the one client is; no other address is ever asked.
    fetch: (url, options) => {
      if (new URL(String(url)).origin !== publicUrl) throw new Error("The local sign-in calls nobody but Muster.");
      return globalThis.fetch(url, { ...options, ...{ dispatcher: undefined }, redirect: "error" });
    },
    renderError(ctx, out) {
      ctx.type = "html";
      ctx.body = errorPage("The local sign-in stopped", out.error_description ?? out.error, publicUrl);
    },
  };
}

/** Asks at each sign-in who it is: here people change roles all day. */
function policy(): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy;
  const all = base();
  const check = new Check("choose_persona", "a persona is chosen at each sign-in", (ctx) =>
    ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
  );
  all.get("login")?.checks.add(check);
  return all;
}

function account(id: string, roleClaim: string) {
  const persona = [...personas, guest].find((known) => known.id === id);
  if (!persona) return undefined;
  const claims = {
    sub: persona.id,
    name: persona.name,
    preferred_username: persona.id,
    email: `${persona.id}@muster.invalid`,
    email_verified: true,
    [roleClaim]: [persona.role],
  };
  return { accountId: id, claims: () => claims };
}

/** There is one client and it is Muster: nobody is asked for consent. */
async function grantAll(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}
