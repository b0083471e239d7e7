const mostText = 2_000;
const mostEntries = 64;
const mostItems = 50;
const mostDepth = 4;
/** Characters of all texts and names of one alert's evidence. */
const mostCharacters = 12_000;

/**
 * A text as the database takes it, at most `most` characters: whatever else stands in it stays, but no NUL and no half of a
 * surrogate pair, which it refuses.
 */
export function boundedText(text: string, most = mostText): string {
  const short = text.length > most ? `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return short.replaceAll(/\0|\p{Surrogate}/gu, "\ufffd");
}

/** A JSON value of a stranger's, bounded in depth, length and sum, so that a row stays one; what is left out leaves "…". */
export function boundedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const room = { characters: mostCharacters };
  return fieldsWithin(fields, 0, room);
}

type Room = { characters: number };

function fieldsWithin(fields: object, depth: number, room: Room): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (kept.length >= mostEntries || room.characters <= 0) {
      kept.push(["…", "more was sent and left out"]);
      break;
    }
    const key = boundedText(name, 200);
    room.characters -= key.length;
    kept.push([key, valueWithin(value, depth + 1, room)]);
  }
  // Defines own properties, so that a name like __proto__ is one too.
  return Object.fromEntries(kept);
}

function valueWithin(value: unknown, depth: number, room: Room): unknown {
  if (typeof value === "string") {
    const text = boundedText(value, Math.max(2, Math.min(mostText, room.characters)));
    room.characters -= text.length;
    return text;
  }
  room.characters -= 8;
  if (typeof value !== "object" || value === null) return value;
  if (depth > mostDepth) return "…";
  if (!Array.isArray(value)) return fieldsWithin(value, depth, room);
  const items: unknown[] = [];
  for (const item of value) {
    if (items.length >= mostItems || room.characters <= 0) {
      items.push("…");
      break;
    }
    items.push(valueWithin(item, depth + 1, room));
  }
  return items;
}
