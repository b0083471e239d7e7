import type { Dictionary } from "@/lib/fleet/directory";
import { Agent } from "./heartbeat";
import { limits } from "./limits";

/** An agent string that may not be taken: too many are known, or this token brought too many. */
export const agentRefused = -1;

/** Numbers agent strings straight from a body's bytes; one batch mostly names one, so the last is compared first. */
export class AgentNumbers {
  #last = new Uint8Array(0);
  #lastCode = 0;
  readonly #introduced = new Map<string, number>();

  constructor(readonly agents: Dictionary) {}

  ofBytes(bytes: Uint8Array, start: number, end: number, tokenId: string): number {
    const last = this.#last;
    const length = end - start;
    let i = length === last.length ? 0 : length;
    while (i < length && last[i] === bytes[start + i]) i++;
    if (i === length && length === last.length) return this.#lastCode;
    const code = this.ofText(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("utf8"), tokenId);
    if (code !== agentRefused) {
      this.#last = bytes.slice(start, end);
      this.#lastCode = code;
    }
    return code;
  }

  /** agentRefused also for a text that is no agent. */
  ofText(agent: string, tokenId: string): number {
    const known = this.agents.find(agent);
    if (known !== undefined) return known;
    const introduced = this.#introduced.get(tokenId) ?? 0;
    if (introduced >= limits.agentsAToken || this.agents.values.length > limits.agents) return agentRefused;
    if (!Agent.safeParse(agent).success) return agentRefused;
    this.#introduced.set(tokenId, introduced + 1);
    return this.agents.code(agent);
  }
}
