export type Search = Record<string, string | string[] | undefined>;

const one = (value: string | string[] | undefined, most = 200) =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, most) : undefined;

/** What stands in a field of date and time is meant in UTC, as the page says; null for what is no time. */
function timeOf(text: string | undefined): Date | undefined {
  if (!text || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(text)) return undefined;
  const date = new Date(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);
  // PostgreSQL knows no year 0.
  return date.getTime() >= 0 ? date : undefined;
}

/** The filter in the address, as it was typed (to fill the form again) and as the query takes it. */
export function parseAuditSearch(search: Search) {
  const typed = {
    actor: one(search.actor),
    action: one(search.action),
    target: one(search.target),
    from: one(search.from, 20),
    to: one(search.to, 20),
    cursor: one(search.cursor, 500),
  };
  return { typed, filter: { ...typed, from: timeOf(typed.from), to: timeOf(typed.to) } };
}
