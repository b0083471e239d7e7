import { ImportError } from "./import-error";

/** Field of Muster -> name of the column. */
export type ColumnMap = Record<string, string>;

/** From `device=sn,gpu_model=model`. Throws ImportError for anything else, and for a field that this import does not have. */
export function parseColumnMap(text: string, fields: readonly string[]): ColumnMap {
  const map: ColumnMap = {};
  for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
    const at = pair.indexOf("=");
    const field = pair.slice(0, at).trim();
    const column = pair.slice(at + 1).trim();
    if (at < 1 || !column) throw new ImportError(`--map must be like device=sn,gpu_model=model; "${pair}" is not.`);
    if (!fields.includes(field))
      throw new ImportError(`--map: there is no field ${field}. The fields are ${fields.join(", ")}.`);
    map[field] = column;
  }
  return map;
}

/**
 * Where each field stands in a row. A field that the map does not name is looked for under its own name.
 * Throws ImportError that names the columns found when a required field has none, or a mapped column is missing.
 */
export function locateColumns(
  header: readonly string[],
  map: ColumnMap,
  required: readonly string[],
  optional: readonly string[],
): Map<string, number> {
  const places = new Map<string, number>();
  const missing: string[] = [];
  for (const field of [...required, ...optional]) {
    const column = map[field] ?? field;
    const place = header.findIndex((name) => name.trim().toLowerCase() === column.toLowerCase());
    if (place >= 0) places.set(field, place);
    else if (map[field] || required.includes(field)) missing.push(map[field] ? `${column} (for ${field})` : field);
  }
  if (missing.length > 0) {
    throw new ImportError(
      `No column ${missing.join(", ")}. The columns are ${header.map((name) => JSON.stringify(name.slice(0, 60))).join(", ")}: name them with --map.`,
    );
  }
  return places;
}
