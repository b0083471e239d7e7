import type { Adapter, AdapterUser } from "next-auth/adapters";
import type { Database } from "@/db/client";
import type { SessionLimits } from "@/lib/access/sessions/session-limits";
import { type SignInProof, startSession } from "@/lib/access/sessions/start-session";
import type { AdmittedUser } from "@/lib/access/sign-in/admit-user";

/** What the steps of one sign-in hand on; the adapter and the callbacks of a request share it. */
export type SignInRequest = {
  db: Database;
  now: Date;
  address?: string;
  userAgent?: string;
  /** The session cookie that the browser came with. */
  previousToken?: string;
  limits: SessionLimits;
  /** Set when the provider's claims were accepted. */
  admitted?: AdmittedUser;
  proof?: SignInProof;
};

/**
 * Sessions for next-auth on our own tables. It never links accounts and never looks anybody up by e-mail: whoever the claims
 * name was admitted before (admit-user.ts), so that users are neither created nor changed here.
 */
export function signInAdapter(request: SignInRequest): Adapter {
  return {
    getUserByAccount: () => (request.admitted ? adapterUser(request.admitted) : null),
    getUserByEmail: () => null,
    getUser: () => null,
    createUser: refuse,
    updateUser: refuse,
    linkAccount: refuse,
    async createSession() {
      if (!request.admitted) throw new Error("A session was asked for before anybody was admitted.");
      const { token, expiresAt } = await startSession(request, {
        user: request.admitted,
        userAgent: request.userAgent,
        replaces: request.previousToken,
        proof: request.proof,
        limits: request.limits,
      });
      return { sessionToken: token, userId: request.admitted.id, expires: expiresAt };
    },
    // Nobody is signed in yet, whatever cookie came: next-auth would keep the old session, or link accounts to it.
    getSessionAndUser: () => null,
    // Nor is a session lengthened or ended here: lib/access/sessions does that.
    updateSession: () => null,
    deleteSession: refuse,
  };
}

const adapterUser = (user: AdmittedUser): AdapterUser => ({
  id: user.id,
  name: user.name,
  email: user.email ?? "",
  emailVerified: null,
});

function refuse(): never {
  throw new Error("Users are admitted by admit-user.ts, not by the adapter.");
}
