import { Agent, request } from "node:http";
import type { CrashFixture, GatewayChild } from "./crash-fixture";

/** Sends heartbeats as fast as they are answered and keeps what was acknowledged, as "minute/ordinal". */
export class HeartbeatLoad {
  readonly acknowledged = new Set<string>();
  /** status -> how often; 0: the connection broke. */
  readonly statuses = new Map<number, number>();
  /** Of a 503 without Retry-After. */
  withoutRetryAfter = 0;
  #isStopping = false;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #running: Promise<void>[];

  constructor(
    readonly fixture: CrashFixture,
    readonly targets: () => GatewayChild[],
    connections = 8,
  ) {
    this.#running = Array.from({ length: connections }, (_, i) => this.#run(i));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#running);
    this.#agent.destroy();
  }

  async #run(worker: number): Promise<void> {
    for (let turn = worker; !this.#isStopping; turn++) {
      const targets = this.targets();
      const target = targets[turn % targets.length];
      if (target) await this.#send(target, turn);
      else await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async #send(target: GatewayChild, turn: number): Promise<void> {
    const { ordinals, token } = this.fixture;
    const now = Date.now();
    const called: string[] = [];
    const lines = Array.from({ length: 20 }, (_, i) => {
      const which = (turn * 37 + i * 11) % ordinals.length;
      const at = now - ((turn + i) % 8) * 60_000;
      called.push(`${Math.floor(at / 60_000)}/${ordinals[which]}`);
      return `{"device":"gpu-${which}","at":"${new Date(at).toISOString()}"}`;
    });
    const answer = await post(target.port, lines.join("\n"), token, this.#agent);
    this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 503 && !answer.retryAfter) this.withoutRetryAfter++;
    if (answer.accepted === lines.length) for (const each of called) this.acknowledged.add(each);
    if (answer.status !== 200) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type Answer = { status: number; retryAfter: boolean; accepted: number };

function post(port: number, body: string, token: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" };
    const sent = request(
      { port, host: "127.0.0.1", path: "/v1/heartbeats", method: "POST", agent, headers },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", () => resolve({ status: 0, retryAfter: false, accepted: 0 }));
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const accepted = status === 200 ? Number(JSON.parse(text).accepted) : 0;
          resolve({ status, retryAfter: response.headers["retry-after"] !== undefined, accepted });
        });
      },
    );
    sent.on("error", () => resolve({ status: 0, retryAfter: false, accepted: 0 }));
    sent.end(body);
  });
}
