import { hash } from "./chance";
import { bootIdOf, deviceIdLength, deviceIdOf } from "./device-id";
import { agents, type FleetPlan } from "./plan-fleet";
import { repairedAgent } from "./scenario";

/** Devices call twice a minute, in sixty slots of half a second. */
export const slotMs = 500;
export const slotCount = 60;

/** Of a request: which devices it names, in order. */
export type Call = { lane: Lane; body: Buffer; devices: Int32Array; hasBoots: boolean };

/** Devices that call with the same token and agent. */
export type Lane = {
  agent: string /** Index of the provider whose token it is; null: the legacy token. */;
  provider: number | null;
};

type Bucket = { lane: Lane; members: number[]; isStale: boolean; calls: Call[] };

const devicesACall = 4_000;
/** A provider's devices call together in slots of about this many, so that four thousand providers are not as many requests a second. */
const devicesAProviderSlot = 400;

/** Who calls in which slot with which token; a request's bytes are kept until its devices change. */
export class CallLanes {
  readonly #slots = Array.from({ length: slotCount }, () => new Map<number, Bucket>());
  readonly #ids: Buffer;
  /** The bucket that a device belongs to; members that have moved on are dropped when a bucket is made anew. */
  readonly #bucketOf: (Bucket | undefined)[];
  readonly #isCalling: Uint8Array;
  readonly #mustSendBoot: Uint8Array;
  /** A small fleet calls in fewer slots: a request for each device would measure requests and nothing else. */
  readonly #legacySlots: number;

  constructor(readonly plan: FleetPlan) {
    const { seed, devices } = plan.scale;
    this.#legacySlots = Math.min(slotCount, Math.max(6, Math.ceil(devices / 1_000)));
    this.#ids = Buffer.alloc(devices * deviceIdLength);
    for (let device = 0; device < devices; device++) {
      this.#ids.write(deviceIdOf(seed, device), device * deviceIdLength, "latin1");
    }
    this.#bucketOf = new Array<Bucket | undefined>(devices).fill(undefined);
    this.#isCalling = new Uint8Array(devices);
    this.#mustSendBoot = new Uint8Array(devices);
  }

  /** Lets a device call with the legacy token, or its provider's. */
  assign(device: number, agent: string, isLegacy: boolean): void {
    const provider = isLegacy ? null : (this.plan.provider[device] as number);
    const slot = provider === null ? this.#legacySlot(device) : this.#providerSlot(device, provider);
    // Agents are few: those before the collapse, and the one after.
    const agentCode = agent === repairedAgent ? agents.length : agents.indexOf(agent);
    const key = ((provider ?? -1) + 1) * 16 + agentCode;
    const slots = this.#slots[slot] as Map<number, Bucket>;
    let bucket = slots.get(key);
    if (!bucket) {
      bucket = { lane: { agent, provider }, members: [], isStale: true, calls: [] };
      slots.set(key, bucket);
    }
    this.#touch(device);
    bucket.members.push(device);
    this.#bucketOf[device] = bucket;
    this.#touch(device);
  }

  setCalling(device: number, isCalling: boolean): void {
    if ((this.#isCalling[device] === 1) === isCalling) return;
    this.#isCalling[device] = isCalling ? 1 : 0;
    this.#touch(device);
  }

  /** The device's next heartbeat tells its boot id, until one was taken. */
  sendBoot(device: number): void {
    this.#mustSendBoot[device] = 1;
    this.#touch(device);
  }

  bootTaken(device: number): void {
    this.#mustSendBoot[device] = 0;
    this.#touch(device);
  }

  /** The requests of a slot. */
  callsOf(slot: number): Call[] {
    const calls: Call[] = [];
    for (const bucket of (this.#slots[slot] as Map<number, Bucket>).values()) {
      if (bucket.isStale) this.#make(bucket);
      calls.push(...bucket.calls);
    }
    return calls;
  }

  #touch(device: number): void {
    const bucket = this.#bucketOf[device];
    if (bucket) bucket.isStale = true;
  }

  #make(bucket: Bucket): void {
    bucket.members = bucket.members.filter((device) => this.#bucketOf[device] === bucket);
    const calling = bucket.members.filter((device) => this.#isCalling[device] === 1);
    const plain = calling.filter((device) => this.#mustSendBoot[device] === 0);
    const booted = calling.filter((device) => this.#mustSendBoot[device] === 1);
    bucket.calls = [
      ...chunksOf(plain).map((devices) => this.#call(bucket.lane, devices, false)),
      ...chunksOf(booted).map((devices) => this.#call(bucket.lane, devices, true)),
    ];
    bucket.isStale = false;
  }

  #call(lane: Lane, devices: number[], hasBoots: boolean): Call {
    const { seed } = this.plan.scale;
    const boots = hasBoots ? `,"boots":${JSON.stringify(devices.map((device) => bootIdOf(seed, device, 1)))}` : "";
    const head = Buffer.from(`{"agent":"${lane.agent}","devices":[`);
    const tail = Buffer.from(`]${boots}}`);
    const width = deviceIdLength + 3;
    const list = Buffer.alloc(devices.length * width, '"');
    for (const [index, device] of devices.entries()) {
      const start = device * deviceIdLength;
      this.#ids.copy(list, index * width + 1, start, start + deviceIdLength);
      list[index * width + width - 1] = 0x2c;
    }
    const body = Buffer.concat([head, list.subarray(0, Math.max(0, list.length - 1)), tail]);
    return { lane, body, devices: Int32Array.from(devices), hasBoots };
  }

  #legacySlot(device: number): number {
    return Math.floor(((this.#hash(device, 60) % this.#legacySlots) * slotCount) / this.#legacySlots);
  }

  #providerSlot(device: number, provider: number): number {
    const size = this.plan.providers[provider]?.devices ?? 1;
    const used = Math.min(slotCount, Math.ceil(size / devicesAProviderSlot));
    const step = this.#hash(device, 61) % used;
    return (this.#hash(provider, 62) + Math.floor((step * slotCount) / used)) % slotCount;
  }

  #hash(index: number, purpose: number): number {
    return hash(this.plan.scale.seed, index, purpose);
  }
}

function chunksOf(devices: number[]): number[][] {
  const chunks: number[][] = [];
  for (let from = 0; from < devices.length; from += devicesACall) chunks.push(devices.slice(from, from + devicesACall));
  return chunks;
}
