import { createHash } from "node:crypto";
import { AppError } from "@/lib/app-error";

export const blockBytes = 1_048_576;

export type Measured = { bytes: number; sha256: string };

/**
 * Chunks of any size as blocks of one megabyte, the last one shorter; returns size and SHA-256 at the end. Throws AppError too_large
 * "too_large" as soon as there are more than `mostBytes`.
 */
export async function* blocksOf(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Uint8Array, Measured> {
  const hash = createHash("sha256");
  let bytes = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge(mostBytes);
    hash.update(chunk);
    let rest = chunk;
    while (heldBytes + rest.length >= blockBytes) {
      const taken = blockBytes - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      held = [];
      heldBytes = 0;
    }
    if (rest.length > 0) held.push(rest);
    heldBytes += rest.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
  return { bytes, sha256: hash.digest("hex") };
}

/**
 * The blocks as they come, the last one only after the whole has the size and hash that it was kept with: whoever reads a file that was
 * changed gets an error and never a whole file. Throws AppError conflict "evidence_damaged".
 */
export async function* verifiedBlocks(
  blocks: AsyncIterable<Uint8Array>,
  kept: Measured,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash("sha256");
  let bytes = 0;
  let held: Uint8Array | null = null;
  for await (const block of blocks) {
    if (held) yield held;
    held = block;
    bytes += block.length;
    if (bytes > kept.bytes) throw damaged();
    hash.update(block);
  }
  if (bytes !== kept.bytes || hash.digest("hex") !== kept.sha256) throw damaged();
  if (held) yield held;
}

const tooLarge = (mostBytes: number) =>
  new AppError("too_large", "too_large", `At most ${Math.floor(mostBytes / 1_048_576)} MB are taken here.`, {
    field: "file",
  });

const damaged = () => {
  const message =
    "This file is not what was kept: its hash differs. Do not use it; look in the audit trail and a backup.";
  return new AppError("conflict", "evidence_damaged", message);
};
