import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

const uses = [
  { variable: "PORT", fallback: 3000, what: "the web server" },
  { variable: "GATEWAY_PORT", fallback: 4000, what: "the gateway" },
  { variable: "LOCAL_SSO_PORT", fallback: 4001, what: "the local sign-in" },
];

/**
 * Throws a Problem when a port of Muster is wrong, named twice or taken; waits `patienceMs` for one that is about to be given up.
 * @param {NodeJS.ProcessEnv} env
 * @param {number} [patienceMs]
 */
export async function checkPorts(env, patienceMs = 0) {
  const seen = new Map();
  const until = Date.now() + patienceMs;
  for (const { variable, fallback, what } of uses) {
    const port = Number(env[variable] || fallback);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Problem(`${variable}=${env[variable]} is not a port: give a number from 1 to 65535.`);
    }
    const other = seen.get(port);
    if (other) throw new Problem(`${variable} and ${other} are both ${port}: give them different ports.`);
    seen.set(port, variable);
    await checkPort(port, variable, what, until);
  }
}

async function checkPort(
  /** @type {number} */ port,
  /** @type {string} */ variable,
  /** @type {string} */ what,
  /** @type {number} */ until,
) {
  for (;;) {
    const code = (await listenError(port)) ?? (await listenError(port, "127.0.0.1"));
    if (code === undefined) return;
    if (code === "EACCES") {
      throw new Problem(`Port ${port} (${variable}, ${what}) needs more rights than you have: choose one above 1023.`);
    }
    if (code !== "EADDRINUSE") throw new Problem(`Cannot listen on port ${port} (${variable}, ${what}): ${code}.`);
    if (Date.now() > until) {
      throw new Problem(
        `Port ${port} (${variable}, ${what}) is in use: end the program that has it, or start with ${variable}=${port + 1}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @returns {Promise<string | undefined>} */
function listenError(/** @type {number} */ port, /** @type {string | undefined} */ host = undefined) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}
