import type { Env } from "@/lib/env";
import type { ChildSpec } from "./child";
import { openLogFile } from "./log-file";

export type Surroundings = {
  root: string;
  env: Env;
  /** Of the children. */
  variables: NodeJS.ProcessEnv;
  logFolder: string;
  isDev: boolean;
  say: (line: string) => void;
};

export type PartName = "web" | "gateway" | "worker" | "sso" | "demo";

/** How each process of Muster is started, when it counts as ready, and how long it has to end. */
export function partSpec(name: PartName, at: Surroundings): ChildSpec {
  const { env, isDev } = at;
  const parts: Record<PartName, Pick<ChildSpec, "title" | "args" | "isReady" | "stopWithinMs">> = {
    web: {
      title: "web server",
      args: ["scripts/run-web.ts", ...(isDev ? ["--dev"] : [])],
      isReady: () => answers(`http://127.0.0.1:${env.PORT}/readyz`),
      stopWithinMs: 4_000,
    },
    gateway: {
      title: "gateway",
      args: ["lib/ingest/gateway-main.ts"],
      isReady: () => answers(`http://127.0.0.1:${env.GATEWAY_PORT}/readyz`),
      stopWithinMs: 5_000,
    },
    // It listens nowhere: that it stays is all there is to see.
    worker: { title: "worker", args: ["lib/jobs/worker-main.ts"], isReady: staysUp, stopWithinMs: 3_000 },
    sso: {
      title: "local sign-in",
      args: ["lib/access/local-sso-main.ts"],
      isReady: () => answers(`http://127.0.0.1:${env.LOCAL_SSO_PORT}/.well-known/openid-configuration`),
      stopWithinMs: 1_000,
    },
    demo: { title: "demo", args: ["lib/demo/drive-main.ts"], isReady: staysUp, stopWithinMs: 3_000 },
  };
  const { args, ...part } = parts[name];
  return {
    ...part,
    args: nodeArguments(args),
    cwd: at.root,
    env: { ...variablesOf(name, at), NODE_ENV: isDev && name === "web" ? "development" : "production" },
    log: openLogFile(at.logFolder, name),
    readyWithinMs: 180_000,
    say: at.say,
  };
}

export const nodeArguments = (args: string[]): string[] => [
  "--import",
  "tsx",
  "--import",
  "./scripts/end-with-parent.ts",
  ...args,
];

/** The gateway faces the internet: it is not given the application's address too. */
function variablesOf(name: PartName, { variables }: Surroundings): NodeJS.ProcessEnv {
  const { DATABASE_URL_INGEST: ingest, ...rest } = variables;
  return name === "gateway" && ingest
    ? { ...rest, DATABASE_URL: ingest, DATABASE_URL_INGEST: "" }
    : { ...rest, DATABASE_URL_INGEST: "" };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "manual" });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false;
  }
}

const staysUp = async (upMs: number): Promise<boolean> => upMs > 1_000;
