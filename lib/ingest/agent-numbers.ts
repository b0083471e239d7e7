import { Agent } from "./heartbeat";
import { type IntroducedValues, refusedValue } from "./introduced-values";
import type { IngestToken } from "./token-directory";

/** Numbers agent strings straight from a body's bytes; one batch mostly names one, so the last is compared first. */
export class AgentNumbers {
  #last = new Uint8Array(0);
  #lastCode = 0;

  constructor(readonly agents: IntroducedValues) {}

  ofBytes(bytes: Uint8Array, start: number, end: number, token: IngestToken): number {
    const last = this.#last;
    const length = end - start;
    let i = length === last.length ? 0 : length;
    while (i < length && last[i] === bytes[start + i]) i++;
    if (i === length && length === last.length) return this.#lastCode;
    const code = this.ofText(Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString("utf8"), token);
    if (code !== refusedValue) {
      this.#last = bytes.slice(start, end);
      this.#lastCode = code;
    }
    return code;
  }

  /** refusedValue also for a text that is no agent. */
  ofText(agent: string, token: IngestToken): number {
    return this.agents.code(agent, token, isAgent);
  }
}

const isAgent = (text: string): boolean => Agent.safeParse(text).success;
