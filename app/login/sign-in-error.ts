import { z } from "zod";

const words = {
  NoRole: [
    "Your account has no role in Muster",
    "Sign-in worked, but your identity provider did not name a role that Muster knows. Ask whoever looks after your accounts to give you one: viewer, relations, responder or admin.",
  ],
  TooManyGroups: [
    "You are in more groups than fit into a sign-in",
    "Your identity provider left all of them out, so that Muster cannot tell your role. Ask the operator of Muster to have it send app roles, or only the groups that are assigned to Muster.",
  ],
  WeakSignIn: [
    "This sign-in was not strong enough",
    "Muster wants more than your identity provider has just asked of you, such as a second factor. Set one up there and try again; if it asked for one, tell the operator of Muster.",
  ],
  Disabled: ["Your account is disabled", "An admin of Muster disabled this account. Ask an admin to enable it again."],
  Configuration: [
    "Sign-in is not set up",
    "Nobody can sign in until the operator of Muster corrects its configuration; the log of the web server says what is wrong.",
  ],
  Unreachable: [
    "The identity provider does not answer",
    "Muster could not reach it, or could not make sense of its answer. Try again in a minute; if it stays, tell the operator of Muster.",
  ],
  Interrupted: [
    "Sign-in was not completed",
    "It took longer than 15 minutes, was cancelled, or went on in another tab. Start again.",
  ],
  Forged: [
    "This sign-in did not start here",
    "Another site sent you, or your browser does not say where you come from. Start again on this page.",
  ],
  Unavailable: ["Muster cannot sign you in now", "Something went wrong on our side. Try again in a minute."],
} as const;

export type SignInError = { title: string; detail: string; reference?: string };

// The codes that next-auth puts into the address, and ours.
const kinds: Record<string, keyof typeof words> = {
  NoRole: "NoRole",
  TooManyGroups: "TooManyGroups",
  WeakSignIn: "WeakSignIn",
  Disabled: "Disabled",
  Configuration: "Configuration",
  configuration: "Configuration",
  OAuthSignin: "Unreachable",
  OAuthCallback: "Interrupted",
  Callback: "Interrupted",
  Forged: "Forged",
};

const Reference = z.string().regex(/^[0-9a-f]{8}$/);

/** What to tell somebody who comes back with `error` in the address; whatever else stands there is never shown. */
export function signInError(error: unknown, reference: unknown): SignInError | null {
  if (typeof error !== "string" || error === "" || error === "undefined") return null;
  const [title, detail] = words[kinds[error] ?? "Unavailable"];
  const checked = Reference.safeParse(reference);
  return checked.success ? { title, detail, reference: checked.data } : { title, detail };
}
