import { connectDatabase, type Database } from "@/db/client";
import { requirePermission } from "@/lib/access/permissions";
import { findSession } from "@/lib/access/sessions/find-session";
import { createSessionFor } from "@/lib/access/testing/sign-in";
import { authenticateApiToken } from "@/lib/access/tokens/authenticate-api-token";
import { createToken } from "@/lib/access/tokens/create-token";
import { systemCtx } from "@/lib/context";
import { RateLimit } from "@/lib/limits/rate-limit";
import type { Benchmark } from "./benchmark";

const people = 200;
const asks = 4_000;
const warmAsks = 400;
const mostMs = 2;

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

/** How long each of some ways takes, in turn and one at a time, so that what else the machine does meets all of them. */
async function measure<Name extends string>(ways: Record<Name, (run: number) => Promise<unknown>>) {
  const names = Object.keys(ways) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run < warmAsks + asks; run++) {
    for (const name of names) {
      const since = performance.now();
      await ways[name](run);
      if (run >= warmAsks) times.get(name)?.push(performance.now() - since);
    }
  }
  for (const list of times.values()) list.sort((a, b) => a - b);
  return (name: Name, share: number) => at(times.get(name) ?? [], share);
}

async function makeCallers(db: Database) {
  const ctx = systemCtx(db, "bench", new Date());
  const cookies: string[] = [];
  const tokens: string[] = [];
  for (let n = 0; n < people; n++) {
    cookies.push((await createSessionFor(db, { role: "responder" })).cookie.value);
    tokens.push((await createToken(ctx, { kind: "api", name: `bench ${n}`, role: "responder" })).token);
  }
  return { cookies, tokens };
}

/** What who-asks and may-they add to a request: session or token by its hash, the rate, the permission. */
export const access: Benchmark = {
  name: "access",
  title: `session, rate and permission of a request, ${asks} times, beside one bare round trip to the database`,
  async run({ openDatabase, report, onEnd }) {
    const { url } = await openDatabase();
    const db = connectDatabase(url, { name: "muster-bench", max: 2 });
    onEnd(() => db.$client.end());
    const { cookies, tokens } = await makeCallers(db);
    const limit = new RateLimit({ burst: 1_000_000, perMinute: 1_000_000 });
    const percentile = await measure({
      roundTrip: () => db.$client`select 1 as one`,
      session: async (run) => {
        const found = await findSession(db, cookies[run % people] ?? "", new Date());
        if (!found) throw new Error("the session is not found");
        limit.take(found.user.id, Date.now());
        requirePermission({ kind: "user", ...found.user }, "fleet.read");
      },
      token: async (run) => {
        const actor = await authenticateApiToken(db, tokens[run % people] ?? "", { now: new Date() });
        limit.take(actor.id, Date.now());
        requirePermission(actor, "fleet.read");
      },
    });
    for (const name of ["session", "token"] as const) {
      report({
        name: `access-${name}`,
        value: percentile(name, 0.95),
        unit: "ms at the 95th percentile",
        baseline: percentile("roundTrip", 0.95),
        baselineName: "select 1 by the same connection",
        target: { of: "value", atMost: mostMs },
        more: { medianMs: percentile(name, 0.5), baselineMedianMs: percentile("roundTrip", 0.5), asks },
      });
    }
  },
};
