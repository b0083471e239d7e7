import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { parseRoleMap } from "./access/sign-in/role-map";
import { isSafeAddress } from "./access/sign-in/safe-address";
import { clientAuthMethods, idTokenAlgorithms } from "./access/sign-in/token-algorithms";
import { parseNetworks } from "./networks";
import { parseHosts } from "./outgoing/parse-hosts";

const port = z.coerce.number().int().min(1).max(65_535);
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/\S+$/, "must be like postgres://user:password@host:5432/database");
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an address like https://muster.example" });

const minutes = z.coerce.number().int().min(1).max(43_200);
const roleMap = z.string().transform((text, context) => {
  try {
    return parseRoleMap(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

const hosts = z.string().transform((text, context) => {
  try {
    return parseHosts(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

const wordList = z
  .string()
  .regex(/^[\x21-\x7E]+( [\x21-\x7E]+)*$/, "must name values with a space between")
  .transform((text) => text.split(" "));

const networks = z.string().transform((text, context) => {
  try {
    return parseNetworks(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** The environment of every process of Muster; .env.example says what each is for. */
const Env = z
  .object({
    DATABASE_URL: postgresUrl.optional(),
    DATABASE_URL_MIGRATE: postgresUrl.optional(),
    DATABASE_URL_INGEST: postgresUrl.optional(),
    PORT: port.default(3000),
    GATEWAY_PORT: port.default(4000),
    MUSTER_DATA: z.string().min(1).default(".data"),
    EVIDENCE_DIR: z.string().min(1).optional(),
    AUTH_ISSUER: httpUrl.optional(),
    AUTH_CLIENT_ID: z.string().min(1).optional(),
    AUTH_CLIENT_SECRET: z.string().min(1).optional(),
    AUTH_ROLE_CLAIM: z.string().min(1).default("roles"),
    AUTH_ROLE_MAP: roleMap.optional(),
    AUTH_SCOPES: z
      .string()
      .regex(/^openid( [\x21\x23-\x5B\x5D-\x7E]+)*$/, "must begin with openid and name scopes with a space between")
      .default("openid profile email"),
    AUTH_ID_TOKEN_ALG: z.enum(idTokenAlgorithms).optional(),
    AUTH_TOKEN_AUTH_METHOD: z.enum(clientAuthMethods).optional(),
    AUTH_ACR_VALUES: wordList.optional(),
    AUTH_AMR_VALUES: wordList.optional(),
    SESSION_IDLE_MINUTES: minutes.default(60),
    SESSION_MAX_MINUTES: minutes.default(1_440),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/\S+$/, "must be like smtp://user:password@host:587")
      .refine(
        (text) => URL.canParse(text) && new URL(text).hostname !== "",
        "must be like smtp://user:password@host:587",
      )
      .optional(),
    MAIL_FROM: z.email("must be an address like muster@example.com").optional(),
    PUBLIC_URL: httpUrl.optional(),
    GATEWAY_PUBLIC_URL: httpUrl.optional(),
    AUDIT_ANCHOR: z
      .string()
      .refine(
        (text) => !/^\w+:\/\//.test(text) || (/^(syslog|https):\/\/[^\s/]/.test(text) && URL.canParse(text)),
        "must be a file, syslog://host:port or https://…",
      )
      .optional(),
    TRUSTED_PROXIES: networks.optional(),
    OUTGOING_PRIVATE: networks.optional(),
    WEBHOOK_HOSTS: hosts.optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    LOCAL_SSO_PORT: port.default(4001),
  })
  .superRefine((env, context) => {
    if (env.AUTH_ISSUER && !env.AUTH_CLIENT_ID) {
      context.addIssue({ code: "custom", path: ["AUTH_CLIENT_ID"], message: "is needed when AUTH_ISSUER is set" });
    }
    if (env.AUTH_ISSUER && !env.AUTH_CLIENT_SECRET) {
      context.addIssue({ code: "custom", path: ["AUTH_CLIENT_SECRET"], message: "is needed when AUTH_ISSUER is set" });
    }
    if (env.AUTH_ISSUER && !isSafeAddress(env.AUTH_ISSUER)) {
      const message = "must begin with https:// (plain http only on this very machine)";
      context.addIssue({ code: "custom", path: ["AUTH_ISSUER"], message });
    }
    if (env.SESSION_IDLE_MINUTES > env.SESSION_MAX_MINUTES) {
      context.addIssue({
        code: "custom",
        path: ["SESSION_IDLE_MINUTES"],
        message: "is longer than SESSION_MAX_MINUTES",
      });
    }
  })
  .transform((env) => ({
    ...env,
    MUSTER_DATA: resolve(env.MUSTER_DATA),
    EVIDENCE_DIR: env.EVIDENCE_DIR ? resolve(env.EVIDENCE_DIR) : undefined,
    PUBLIC_URL: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/$/, ""),
  }));

export type Env = z.infer<typeof Env>;

export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Parses `source`; an empty value counts as unset. Throws EnvError whose message is one line that names each wrong value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Env.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvError(`Environment: ${problems.join("; ")}`);
}

let cached: Env | undefined;

/** The environment of this process, read once; what a file .env adds does not replace what is set. */
export function readEnv(): Env {
  if (!cached && existsSync(".env")) process.loadEnvFile(".env");
  cached ??= parseEnv(process.env);
  return cached;
}

type Purpose = "application" | "migrate" | "ingest";

/** Where the supervisor leaves the address of the embedded Postgres for the other processes (mode 0600). */
export const databaseUrlFile = (env: Env, purpose: Purpose = "application"): string =>
  join(env.MUSTER_DATA, purpose === "ingest" ? "database-url-ingest" : "database-url");

/** DATABASE_URL, or the embedded server's while Muster runs. Throws EnvError that says what to do when there is neither. */
export function databaseUrl(env: Env, purpose: Purpose = "application"): string {
  const own = { application: undefined, migrate: env.DATABASE_URL_MIGRATE, ingest: env.DATABASE_URL_INGEST }[purpose];
  const url = own ?? env.DATABASE_URL;
  if (url) return url;
  const file = databaseUrlFile(env, purpose);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  throw new EnvError(
    `No database in ${env.MUSTER_DATA}: run \`npm start\` (it brings one), or set MUSTER_DATA to where it runs, or DATABASE_URL.`,
  );
}
