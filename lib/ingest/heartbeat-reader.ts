import { z } from "zod";
import { AppError } from "@/lib/app-error";
import type { AgentNumbers } from "./agent-numbers";
import { claimedDevice } from "./claimed-device";
import { CompactScanner } from "./compact-scanner";
import { fault, faultOf } from "./fault";
import { Boot, DeviceId, Heartbeat } from "./heartbeat";
import type { HeartbeatBatch } from "./heartbeat-batch";
import { HeartbeatList } from "./heartbeat-list";
import type { HeartbeatPlacer } from "./heartbeat-placer";
import { HeartbeatScanner } from "./heartbeat-scanner";
import { type Text, textOf } from "./id-words";
import { refusedValue } from "./introduced-values";
import type { KnownDevices } from "./known-devices";
import { limits } from "./limits";
import { isBlank, parseBody, parseLine } from "./parse-line";
import { hashTwice } from "./plain-text";

/** Takes the bodies of POST /v1/heartbeats in their forms and places every heartbeat, or rejects it by its index. */
export class HeartbeatReader {
  readonly #scanner = new HeartbeatScanner();
  readonly #compact = new CompactScanner();
  readonly #list = new HeartbeatList();

  constructor(
    readonly devices: KnownDevices,
    readonly agents: AgentNumbers,
    readonly placer: HeartbeatPlacer,
  ) {}

  /** One heartbeat a line; the index of an item is that of its line, from 0. Throws AppError "too_many_items". */
  readLines(bytes: Buffer, batch: HeartbeatBatch): void {
    const text = textOf(bytes);
    let at = 0;
    for (let index = 0; at < bytes.length; index++) {
      if (index >= limits.itemsARequest) throw tooManyItems();
      let next = this.#scanner.scan(text, at, bytes.length);
      if (next >= 0) {
        this.#placeScanned(text, bytes, batch, index);
      } else {
        const newline = bytes.indexOf(10, at);
        const end = newline < 0 ? bytes.length : newline;
        this.#readUnusualLine(bytes, at, end, batch, index);
        next = end + 1;
      }
      at = next;
    }
  }

  /**
   * One heartbeat, {"heartbeats":[…]}, or the compact {"agent":…,"devices":[…],"boots":[…]}.
   * Throws AppError "invalid_json", "invalid_body", "too_many_items", "too_many_values".
   */
  readJson(bytes: Buffer, batch: HeartbeatBatch): void {
    const text = textOf(bytes);
    if (this.#scanner.scan(text, 0, bytes.length) === bytes.length) {
      this.#placeScanned(text, bytes, batch, 0);
      return;
    }
    if (this.#compact.scan(text, this.devices.index)) {
      this.#placeCompact(bytes, batch);
      return;
    }
    if (this.#list.scan(text, this.#scanner)) {
      for (let index = 0; index < this.#list.count; index++) {
        this.#scanner.scanObject(text, this.#list.starts[index] as number, bytes.length);
        this.#placeScanned(text, bytes, batch, index);
      }
      return;
    }
    const body = parseBody(bytes);
    const list = isRecord(body) ? (body.heartbeats ?? body.devices) : undefined;
    if (Array.isArray(list) && list.length > limits.itemsARequest) throw tooManyItems();
    if (isRecord(body) && Array.isArray(body.heartbeats)) {
      for (const [index, item] of body.heartbeats.entries()) this.#placeValue(item, batch, index);
    } else if (isRecord(body) && Array.isArray(body.devices)) {
      this.#readCompactValue(body, body.devices, batch);
    } else if (isRecord(body) && "device" in body) {
      this.#placeValue(body, batch, 0);
    } else {
      throw new AppError(
        "bad_request",
        "invalid_body",
        'Send one heartbeat {"device":…}, {"heartbeats":[…]} or {"agent":…,"devices":[…]}.',
      );
    }
  }

  /** Places what was unknown at first, after the database has been asked; rejects what is unknown still. */
  placeLookedUp(batch: HeartbeatBatch): void {
    for (const item of batch.unknown) {
      const ordinal = this.devices.index.findText(item.device);
      if (ordinal < 0) batch.reject(item.index, item.device, "unknown_device");
      else this.#placeKnown(batch, item.index, ordinal, item.agentCode, item.boot, item.atMs);
    }
    batch.unknown = [];
  }

  #placeScanned(text: Text, bytes: Buffer, batch: HeartbeatBatch, index: number): void {
    const found = this.#scanner;
    const { devices } = this;
    let agentCode = 0;
    if (found.agentStart >= 0) {
      agentCode = this.agents.ofBytes(bytes, found.agentStart, found.agentEnd, batch.token);
      if (agentCode === refusedValue) {
        batch.rejectInvalid(index, bytes.toString("latin1", found.deviceStart, found.deviceEnd), refusedAgent);
        return;
      }
    }
    const ordinal = devices.index.find(text, found.deviceStart, found.deviceEnd, found.deviceHash);
    if (ordinal < 0) {
      const device = bytes.toString("latin1", found.deviceStart, found.deviceEnd);
      const boot = found.bootStart < 0 ? null : bytes.toString("latin1", found.bootStart, found.bootEnd);
      batch.unknown.push({ index, device, agentCode, boot, atMs: found.atMs });
      return;
    }
    let newBoot: string | null = null;
    if (
      found.bootStart >= 0 &&
      (devices.bootLow[ordinal] !== found.bootLow || devices.bootHigh[ordinal] !== found.bootHigh)
    ) {
      newBoot = bytes.toString("latin1", found.bootStart, found.bootEnd);
    }
    this.placer.place(batch, index, ordinal, agentCode, newBoot, found.atMs);
  }

  #readUnusualLine(bytes: Buffer, start: number, end: number, batch: HeartbeatBatch, index: number): void {
    if (isBlank(bytes, start, end)) return;
    if (end - start > limits.lineBytes) {
      batch.rejectInvalid(index, null, { detail: `must be ${limits.lineBytes / 1_024} KiB a line at most` });
      return;
    }
    this.#placeValue(parseLine(bytes, start, end), batch, index);
  }

  #placeValue(value: unknown, batch: HeartbeatBatch, index: number): void {
    const parsed = Heartbeat.safeParse(value);
    if (!parsed.success) {
      batch.rejectInvalid(index, claimedDevice(value), faultOf(value, parsed.error));
      return;
    }
    const { device, agent, boot, at } = parsed.data;
    // A time before the epoch is as old as the epoch itself.
    this.#placeText(batch, index, device, agent, boot, at === null ? -1 : Math.max(0, at));
  }

  #placeText(
    batch: HeartbeatBatch,
    index: number,
    device: string,
    agent: string | null,
    boot: string | null,
    atMs: number,
  ): void {
    const agentCode = agent === null ? 0 : this.agents.ofText(agent, batch.token);
    if (agentCode === refusedValue) {
      batch.rejectInvalid(index, device, refusedAgent);
      return;
    }
    const ordinal = this.devices.index.findText(device);
    if (ordinal < 0) batch.unknown.push({ index, device, agentCode, boot, atMs });
    else this.#placeKnown(batch, index, ordinal, agentCode, boot, atMs);
  }

  #placeKnown(
    batch: HeartbeatBatch,
    index: number,
    ordinal: number,
    agentCode: number,
    boot: string | null,
    atMs: number,
  ): void {
    const { low, high } = hashTwice(boot);
    const isNew = boot !== null && (this.devices.bootLow[ordinal] !== low || this.devices.bootHigh[ordinal] !== high);
    this.placer.place(batch, index, ordinal, agentCode, isNew ? boot : null, atMs);
  }

  #placeCompact(bytes: Buffer, batch: HeartbeatBatch): void {
    const found = this.#compact;
    let agentCode = 0;
    if (found.agentStart >= 0) {
      agentCode = this.agents.ofBytes(bytes, found.agentStart, found.agentEnd, batch.token);
      if (agentCode === refusedValue) throw invalidAgent();
    }
    if (found.boots.count < 0) this.placer.placeAll(batch, found.ordinals, found.count, agentCode);
    else this.#placeWithBoots(bytes, batch, agentCode);
    if (found.unknown === 0) return;
    for (let index = 0; index < found.count; index++) {
      if ((found.ordinals[index] as number) >= 0) continue;
      const device = bytes.toString("latin1", found.starts[index], found.ends[index]);
      const boot = found.boots.count < 0 ? null : this.#compactBoot(bytes, index);
      batch.unknown.push({ index, device, agentCode, boot, atMs: -1 });
    }
  }

  #placeWithBoots(bytes: Buffer, batch: HeartbeatBatch, agentCode: number): void {
    const { ordinals, count, boots } = this.#compact;
    const { bootLow, bootHigh } = this.devices;
    for (let index = 0; index < count; index++) {
      const ordinal = ordinals[index] as number;
      if (ordinal < 0) continue;
      const isKnown = bootLow[ordinal] === boots.lows[index] && bootHigh[ordinal] === boots.highs[index];
      const newBoot = isKnown ? null : this.#compactBoot(bytes, index);
      this.placer.place(batch, index, ordinal, agentCode, newBoot, -1);
    }
  }

  #compactBoot(bytes: Buffer, index: number): string | null {
    const { starts, ends } = this.#compact.boots;
    const start = starts[index] as number;
    return start < 0 ? null : bytes.toString("latin1", start, ends[index]);
  }

  #readCompactValue(body: Record<string, unknown>, ids: unknown[], batch: HeartbeatBatch): void {
    const { agent = null, boots = null } = body;
    if (agent !== null && typeof agent !== "string") throw invalidAgent();
    if (agent !== null && this.agents.ofText(agent, batch.token) === refusedValue) throw invalidAgent();
    if (boots !== null && !(Array.isArray(boots) && boots.length === ids.length)) {
      throw new AppError(
        "bad_request",
        "invalid_boots",
        "boots must be a list as long as devices; null where unknown.",
      );
    }
    ids.forEach((device, index) => {
      const item = { device, boot: boots?.[index] ?? null };
      const parsed = CompactItem.safeParse(item);
      if (parsed.success) this.#placeText(batch, index, parsed.data.device, agent, parsed.data.boot, -1);
      else batch.rejectInvalid(index, claimedDevice(item), faultOf(item, parsed.error));
    });
  }
}

const CompactItem = z.object({ device: DeviceId, boot: Boot.nullable() });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const tooManyItems = () =>
  new AppError("too_large", "too_many_items", `Send at most ${limits.itemsARequest} items a request.`);
const refusedAgent = fault(
  "agent",
  `must be 1 to ${limits.agentCharacters} printable characters, and one of not too many`,
);
const invalidAgent = () => new AppError("bad_request", "invalid_agent", `${refusedAgent.detail}.`);
