import type { Database, Transaction } from "@/db/client";
import type { Role } from "@/lib/access/permissions";

export type Actor =
  | {
      kind: "user";
      id: string;
      name: string;
      role: Role;
      address?: string;
      /** The session that asks, for what wants a fresh sign-in. */
      sessionId?: string;
    }
  | {
      kind: "token";
      id: string;
      name: string;
      role: Role;
      isReadOnly: boolean;
      /** What whoever made it is now: it may do nothing that they may not. Undefined for one of the command line, which nobody answers for. */
      makerRole?: Role;
      address?: string;
    }
  /** Muster itself: a job, the command line of its operator, the demo. May do everything. */
  | { kind: "system"; id: string; name: string };

/** In whose name something is done: audit rows name it, and the events stand in its timeline. */
export type IncidentCause = { id: string; reference: string };

/** The first argument of every query and act of lib: whose, on what, when. Nothing else reads the clock. */
export type Ctx = { db: Database; actor: Actor; now: Date; incident?: IncidentCause };

/** The same inside a transaction. */
export type TransactionCtx = { db: Transaction; actor: Actor; now: Date; incident?: IncidentCause };

export function systemCtx(db: Database, name: string, now: Date): Ctx {
  return { db, actor: { kind: "system", id: name, name }, now };
}
