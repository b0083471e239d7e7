import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { Anchor } from "./anchor";

export type AnchorFile = {
  path: string /** Bytes that were there when the reading began; what comes later is left out. */;
  size: number;
};

/** The anchors of a file, in its order, with the number of the line; null for a line that is none. */
export async function* readAnchors({
  path,
  size,
}: AnchorFile): AsyncGenerator<{ line: number; anchor: Anchor | null }> {
  if (size === 0) return;
  const lines = createInterface({
    input: createReadStream(path, { end: size - 1 }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== "") yield { line, anchor: parseAnchor(text) };
  }
}

function parseAnchor(text: string): Anchor | null {
  try {
    return Anchor.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
