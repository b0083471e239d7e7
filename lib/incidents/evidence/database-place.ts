import type { Sql } from "@/db/client";
import type { ContentPlace } from "./content-place";

/**
 * Blocks as rows, each committed by itself: a transaction over a whole upload would be as long as the sender is slow, and hold back every
 * reader of events in commit order for as long.
 */
export function databasePlace(sql: Sql): ContentPlace {
  return {
    async write(id, blocks) {
      let position = 0;
      for await (const block of blocks) {
        await sql`insert into evidence_blocks (evidence_id, position, content) values (${id}, ${position}, ${block})`;
        position += 1;
      }
    },
    async *read(id) {
      for (let position = 0; ; position += 1) {
        const [row] = await sql<{ content: Uint8Array }[]>`
          select content from evidence_blocks where evidence_id = ${id} and position = ${position}`;
        if (!row) return;
        yield row.content;
      }
    },
    async remove(id) {
      await sql`delete from evidence_blocks where evidence_id = ${id}`;
    },
  };
}
