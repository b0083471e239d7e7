/** A page of a list as the routes under /fleet answer it. */
export type Page<Row> = { items: Row[]; next: string | null; total: number; minute: number };

/** The page behind a cursor, of the list that the address names. */
export async function fetchPage<Row>(href: string, params: URLSearchParams, cursor: string): Promise<Page<Row>> {
  const asked = new URLSearchParams(params);
  asked.set("cursor", cursor);
  const response = await fetch(`${href}?${asked}`);
  if (!response.ok) throw new Error(`${href}: ${response.status}`);
  // Written by a route of our own, which lists the same rows as the page.
  return (await response.json()) as Page<Row>;
}
