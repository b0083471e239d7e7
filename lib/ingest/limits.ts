/** What a gateway takes from a sender, and how much of it. */
export const limits = {
  /** Bytes of a body as it travels. */
  wireBytes: 8 * 1024 * 1024,
  /** Bytes of a body after gzip is undone. */
  bodyBytes: 64 * 1024 * 1024,
  /** Bytes of all bodies that are being read at one time; more are answered 503. */
  allBodiesBytes: 128 * 1024 * 1024,
  itemsARequest: 100_000,
  lineBytes: 16 * 1024,
  /** Objects, lists and members of a JSON body that is parsed as a whole: 100,000 items of fifteen members. */
  valuesABody: 1_500_000,
  idCharacters: 128,
  agentCharacters: 64,
  bootCharacters: 128,
  /** Agents, regions and GPU models, of each: the fleet's and, of those, the ones that a provider's token may introduce. */
  values: 4_096,
  valuesAToken: 64,
  /** Changes of attributes that a token may write at once: so many, and for each device that it reaches. */
  changesAToken: 1_000,
  changesADevice: 2,
  /** Time in which it may write as many again, one for each device. */
  changesRefillMs: 10 * 60_000,
  /** Ids that the gateway looks up in the database a second because it does not know them. */
  lookupsASecond: 20_000,
  /** Open at one time, of all senders; more than the whole of a fleet behind proxies that keep theirs alive. */
  connections: 20_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  /** Time after which a group that is not committed is answered 503. */
  commitTimeoutMs: 8_000,
  /** Bits that may wait for a commit before further ones are answered 503. */
  openBits: 4_000_000,
} as const;

/** How far from the arrival a heartbeat's own time may lie. */
export const oldestMs = 10 * 60_000;
export const furthestAheadMs = 60_000;
