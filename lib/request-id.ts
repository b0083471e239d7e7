import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

// Next bundles each route by itself: what they share stands here.
const holder = globalThis as { musterRequests?: AsyncLocalStorage<string> };

function requests(): AsyncLocalStorage<string> {
  holder.musterRequests ??= new AsyncLocalStorage();
  return holder.musterRequests;
}

/** Names the request that is being answered from here on, and returns its name; every line logged on its behalf carries it. */
export function beginRequest(): string {
  const id = randomBytes(8).toString("hex");
  requests().enterWith(id);
  return id;
}

/** The name of the request that is being answered; undefined outside of one. */
export const currentRequestId = (): string | undefined => requests().getStore();
