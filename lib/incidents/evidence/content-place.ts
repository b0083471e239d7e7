import type { Sql } from "@/db/client";
import { databasePlace } from "./database-place";
import { directoryPlace } from "./directory-place";

/** Where the bytes of a file are kept, under the file's id. */
export type ContentPlace = {
  /** Takes all blocks; whatever throws on the way leaves them to `remove`. */
  write(id: string, blocks: AsyncIterable<Uint8Array>): Promise<void>;
  /** The blocks in their order, each in memory alone. Throws when there is no such file. */
  read(id: string): AsyncIterable<Uint8Array>;
  /** Whole or half, or not there at all. */
  remove(id: string): Promise<void>;
};

export const placeNameOf = (directory: string | null): "database" | "directory" =>
  directory === null ? "database" : "directory";

/** Throws when a file lies in a directory and none is configured any more. */
export function contentPlace(name: string, sql: Sql, directory: string | null): ContentPlace {
  if (name === "database") return databasePlace(sql);
  if (directory === null) throw new Error("this file lies in a directory: set EVIDENCE_DIR to it");
  return directoryPlace(directory);
}
