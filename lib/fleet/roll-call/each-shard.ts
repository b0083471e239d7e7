// While one shard is written, the next one is computed.
const shardsAtOnce = 2;

/** Runs `work` for every shard, a few at a time. The first failure is thrown once the others have come to an end. */
export async function eachShard(shardCount: number, work: (shard: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < shardCount) await work(next++);
  };
  const lanes = await Promise.allSettled(Array.from({ length: shardsAtOnce }, lane));
  for (const each of lanes) if (each.status === "rejected") throw each.reason;
}
