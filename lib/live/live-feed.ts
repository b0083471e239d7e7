import type { Database, Sql } from "@/db/client";
import { systemCtx } from "@/lib/context";
import { listPulses } from "@/lib/fleet/pulse/list-pulses";
import { Notice, noticeChannel } from "@/lib/notify/notice";
import type { LiveEvent } from "./live-event";

const pollMs = 2_000;
const pulsesLookedBack = 3;

type Listener = (event: LiveEvent) => void;
type RollCall = { minute: number; rolledAt: Date };

/**
 * Tells any number of listeners what happens, from one listening connection and one poll beside it: a notice that is lost
 * costs two seconds. Runs only while somebody listens.
 */
export class LiveFeed {
  private readonly listeners = new Set<Listener>();
  private timer: NodeJS.Timeout | undefined;
  private unlisten: (() => Promise<void>) | undefined;
  private latest: { minute: number; rolledAt: number } | undefined;
  private isLooking = false;
  private mustLookAgain = false;
  private readonly toldPulses = new Map<number, number>();

  constructor(
    private readonly db: Database,
    private readonly clock: () => Date = () => new Date(),
    private readonly onError: (error: unknown) => void = () => {},
  ) {}

  /** Returns the way to stop listening. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.start();
    return () => {
      if (this.listeners.delete(listener) && this.listeners.size === 0) this.stop();
    };
  }

  get listenerCount(): number {
    return this.listeners.size;
  }

  /** Looks what is new, and tells it. */
  async look(): Promise<void> {
    // A slow database must not gather looks behind one another; one more is enough to see what came meanwhile.
    if (this.isLooking) {
      this.mustLookAgain = true;
      return;
    }
    this.isLooking = true;
    try {
      do {
        this.mustLookAgain = false;
        await Promise.all([this.lookAtRollCalls(), this.lookAtPulses()]);
      } while (this.mustLookAgain);
    } catch (error) {
      this.onError(error);
    } finally {
      this.isLooking = false;
    }
  }

  private start(): void {
    this.timer = setInterval(() => void this.look(), pollMs);
    this.timer.unref();
    void this.look();
    const sql: Sql = this.db.$client;
    sql
      .listen(noticeChannel, (payload) => this.hear(payload))
      .then(({ unlisten }) => {
        this.unlisten = unlisten;
        if (this.listeners.size === 0) void this.stopListening();
      }, this.onError);
  }

  private stop(): void {
    clearInterval(this.timer);
    void this.stopListening();
  }

  private async stopListening(): Promise<void> {
    const { unlisten } = this;
    this.unlisten = undefined;
    await unlisten?.().catch(this.onError);
  }

  private hear(payload: string): void {
    const notice = parseNotice(payload);
    if (!notice) return;
    if (notice.kind === "roll_call" || notice.kind === "pulse") void this.look();
    else this.tell({ kind: "changed", what: notice.kind });
  }

  private async lookAtRollCalls(): Promise<void> {
    const [row] = await this.db.$client<RollCall[]>`
      select minute, rolled_at as "rolledAt" from roll_calls order by minute desc limit 1`;
    if (!row) return;
    const rolledAt = row.rolledAt.getTime();
    if (this.latest?.minute === row.minute && this.latest.rolledAt === rolledAt) return;
    this.latest = { minute: row.minute, rolledAt };
    this.tell({ kind: "roll_call", ...this.latest });
  }

  private async lookAtPulses(): Promise<void> {
    const ctx = systemCtx(this.db, "live-feed", this.clock());
    for (const pulse of await listPulses(ctx, { slots: pulsesLookedBack })) {
      // Of several gateways each adds its own row to a slot, so that a slot may grow once it was told.
      const size = pulse.admitted + pulse.turnedAway;
      if (this.toldPulses.get(pulse.slot) === size) continue;
      this.toldPulses.set(pulse.slot, size);
      this.tell({ kind: "pulse", pulse });
    }
    for (const slot of this.toldPulses.keys()) {
      if (this.toldPulses.size <= 4 * pulsesLookedBack) break;
      this.toldPulses.delete(slot);
    }
  }

  private tell(event: LiveEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

function parseNotice(payload: string): Notice | null {
  try {
    return Notice.parse(JSON.parse(payload));
  } catch {
    // A newer Muster may send kinds that this one does not know.
    return null;
  }
}
