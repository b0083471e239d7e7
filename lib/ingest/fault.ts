import type { z } from "zod";

/** What is wrong with an invalid item, for whoever sent it: the field, absent where it is all of the item, and what it must be. */
export type Fault = { field?: string; detail: string };

/** Of an item that its schema refused: the first thing that is wrong. Each field's message is a schema's own, of no item's text. */
export function faultOf(value: unknown, error: z.ZodError): Fault {
  // parseLine and readItems give undefined for what they could not read.
  if (value === undefined) return { detail: "must be JSON in UTF-8, 16 KiB a line at most" };
  const [issue] = error.issues;
  const field = issue?.path[0];
  return typeof field === "string" ? fault(field, issue?.message ?? "is invalid") : { detail: "must be a JSON object" };
}

export const fault = (field: string, message: string): Fault => ({ field, detail: `${field} ${message}` });
