/** null takes a parameter out, a text replaces it, a list replaces all of its values. */
export type QueryChange = Record<string, string | string[] | null>;

/** The query with some parameters changed and all others, in their order, kept. */
export function changedQuery(params: URLSearchParams, changes: QueryChange): string {
  const changed = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    changed.delete(name);
    for (const each of value === null ? [] : [value].flat()) changed.append(name, each);
  }
  // Times stay readable in an address that is sent around; a colon need not be escaped in a query.
  return changed.toString().replaceAll("%3A", ":");
}

export const isoMinute = (minute: number): string => `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;
