import { parseArgs } from "node:util";
import { isDatabaseAway } from "@/lib/access/problem";
import { Anchor } from "@/lib/audit/anchor/anchor";
import { anchorFile } from "@/lib/audit/anchor/open-anchor";
import { writeVerification } from "@/lib/audit/verify/verification";
import { type AnchorSource, verifyAudit } from "@/lib/audit/verify/verify-audit";
import { databaseUrl, EnvError, readEnv } from "@/lib/env";
import { auditReport } from "./audit-report";
import { UsageError } from "./token-request";

const exitCodes = { sound: 0, broken: 1, couldNot: 2 } as const;
const usage = "Usage: npm run -s audit -- [--json] [--anchor FILE | --anchor POSITION:HASH]";

/** `npm run -s audit`: verifies the audit trail. */
async function main(): Promise<number> {
  const env = readEnv();
  const { json, anchor } = readWords(process.argv.slice(2));
  const source = anchor === undefined ? { file: anchorFile(env) } : givenAnchor(anchor);
  const verdict = await verifyAudit(databaseUrl(env), source);
  if (anchor !== undefined && !verdict.anchors) throw new UsageError(`There is no file ${anchor}.`);
  // For the audit page; a database that only reads is verified all the same.
  await writeVerification(databaseUrl(env), verdict, new Date()).catch(() => {});
  console.log(json ? JSON.stringify(verdict) : auditReport(verdict).join("\n"));
  return verdict.isSound ? exitCodes.sound : exitCodes.broken;
}

function readWords(words: string[]): { json: boolean; anchor: string | undefined } {
  try {
    const options = { json: { type: "boolean", default: false }, anchor: { type: "string" } } as const;
    const { json, anchor } = parseArgs({ args: words, options }).values;
    return { json: json === true, anchor };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split(". ")[0] : error}. ${usage}`);
  }
}

/** As it was written down: "4711:9f86…", the hash whole. */
function givenAnchor(text: string): AnchorSource {
  const [, position, hash] = /^(\d+):([0-9a-f]+)$/i.exec(text) ?? [];
  if (!position || !hash) return { file: text };
  const anchor = Anchor.safeParse({
    time: new Date().toISOString(),
    position: Number(position),
    hash: hash.toLowerCase(),
  });
  if (!anchor.success)
    throw new UsageError(`--anchor: the hash has 64 hexadecimal digits, the position is 1 or more. ${usage}`);
  return { anchor: anchor.data };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(lineOf(error));
    process.exit(exitCodes.couldNot);
  },
);

function lineOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof EnvError) return error.message;
  if (isDatabaseAway(error))
    return "The database does not answer: is Muster running (`npm start`)? Or set DATABASE_URL.";
  if (error instanceof Error && "code" in error && error.code === "42P01") {
    return "The database has no tables of Muster yet: start it once (`npm start`).";
  }
  return `The audit trail could not be read: ${error instanceof Error ? error.message : String(error)}`;
}
