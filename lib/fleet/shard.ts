export const shardBitCount = 65_536;
export const shardByteCount = shardBitCount / 8;
export const shardWordCount = shardBitCount / 32;

export const shardOf = (ordinal: number): number => ordinal >>> 16;
export const offsetOf = (ordinal: number): number => ordinal & 0xffff;
export const ordinalOf = (shard: number, offset: number): number => shard * shardBitCount + offset;
