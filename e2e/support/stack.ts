/** What the specs know of the stack that runs for all of them. */
export type Stack = { databaseUrl: string; webUrl: string; gatewayUrl: string };

const variable = "MUSTER_E2E_STACK";

/** For the workers, which inherit the environment. */
export function publishStack(stack: Stack): void {
  process.env[variable] = JSON.stringify(stack);
}

export function runningStack(): Stack {
  const text = process.env[variable];
  if (!text) throw new Error("No stack runs: start the browser tests with `npx playwright test`.");
  // Written by publishStack alone.
  return JSON.parse(text) as Stack;
}
