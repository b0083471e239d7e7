import { createHash } from "node:crypto";
import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "@/db/client";
import { publicEndpoints } from "@/db/schema/endpoints";
import { parseInput } from "@/lib/parse-input";
import { asEndpoint, type Endpoint, endpointColumns, endpointName } from "./endpoint";
import { EndpointHost } from "./endpoint-address";
import { dataClasses, exposures, type Risk } from "./endpoint-choices";
import { riskOf } from "./endpoint-risk";
import { parseDocument } from "./openapi/parse-document";
import { type Operation, readOpenApi } from "./openapi/read-openapi";

/** What a document does not say, for the endpoints that it adds. */
export const ImportDefaults = z.object({
  owner: z.string().trim().min(1, "name who answers for them").max(120, "at most 120 characters"),
  exposure: z.enum(exposures),
  dataClass: z.enum(dataClasses),
  /** Instead of the document's own. */
  host: z
    .string()
    .trim()
    .transform((text) => text || undefined)
    .pipe(EndpointHost.optional())
    .optional(),
});
export type ImportDefaults = z.input<typeof ImportDefaults>;

export type PlannedAddition = Operation & { risk: Risk; wasRemoved: boolean };
export type PlannedChange = { endpoint: Endpoint; to: Operation & { risk: Risk }; changed: string[] };
export type ImportPlan = {
  title: string;
  version: string;
  added: PlannedAddition[];
  changed: PlannedChange[];
  /** Came from a document of this title, on a host of this one, and is not in it any more. */
  gone: Endpoint[];
  unchanged: number;
  skipped: string[];
  /** Stands for all of the above: what is applied is what was shown, or nothing. */
  digest: string;
};

/** What importing `bytes` would do to the register as it is. Throws what parseDocument and readOpenApi throw. */
export async function planImport(
  db: Database | Transaction,
  bytes: Uint8Array,
  input: ImportDefaults,
): Promise<ImportPlan & { defaults: z.output<typeof ImportDefaults> }> {
  const defaults = parseInput(ImportDefaults, input);
  const { title, version, operations, skipped } = readOpenApi(parseDocument(bytes), defaults.host);
  const wanted = new Map(operations.map((each) => [endpointName(each), each]));
  const hosts = [...new Set(operations.map(({ host }) => host))];
  const rows = hosts.length
    ? await db.select(endpointColumns).from(publicEndpoints).where(inArray(publicEndpoints.host, hosts))
    : [];
  const known = new Map(rows.map(asEndpoint).map((each) => [endpointName(each), each]));
  const plan = { title, version, added: [], changed: [], gone: [], unchanged: 0, skipped } as Omit<
    ImportPlan,
    "digest"
  >;
  for (const [name, operation] of wanted) {
    const endpoint = known.get(name);
    if (!endpoint || endpoint.removedAt) plan.added.push(addition(operation, defaults, endpoint !== undefined));
    else {
      const change = changeOf(endpoint, operation, title);
      if (change) plan.changed.push(change);
      else plan.unchanged += 1;
    }
  }
  const isOfDocument = (each: Endpoint) => each.source === "import" && each.document === title && !each.removedAt;
  plan.gone = [...known].filter(([name, each]) => isOfDocument(each) && !wanted.has(name)).map(([, each]) => each);
  const digest = createHash("sha256")
    .update(JSON.stringify([plan, defaults]))
    .digest("hex");
  return { ...plan, digest, defaults };
}

function addition(
  operation: Operation,
  defaults: z.output<typeof ImportDefaults>,
  wasRemoved: boolean,
): PlannedAddition {
  return { ...operation, risk: riskOf({ ...operation, ...pick(defaults) }), wasRemoved };
}

const pick = ({ exposure, dataClass }: z.output<typeof ImportDefaults>) => ({ exposure, dataClass });

/** Owner, exposure and data class are people's; a risk that somebody set for a reason stays. Muster's own it knows better. */
function changeOf(endpoint: Endpoint, operation: Operation, title: string): PlannedChange | null {
  if (endpoint.source === "muster") return null;
  const risk = endpoint.riskReason ? endpoint.risk : riskOf({ ...endpoint, authentication: operation.authentication });
  const changed = [
    ...(endpoint.summary === operation.summary ? [] : ["summary"]),
    ...(endpoint.authentication === operation.authentication ? [] : ["authentication"]),
    ...(endpoint.isDeprecated === operation.isDeprecated ? [] : ["deprecated"]),
    ...(endpoint.risk === risk ? [] : ["risk"]),
    ...(endpoint.document === title ? [] : ["document"]),
  ];
  return changed.length > 0 ? { endpoint, to: { ...operation, risk }, changed } : null;
}
