/** What a spreadsheet would take for a formula, or for the end of a cell that hides one (OWASP, CSV injection). */
const formulaStart = /^[=+\-@\t\r]/;

/** One line of RFC 4180, with its line break. A cell that begins like a formula gets an apostrophe in front. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
