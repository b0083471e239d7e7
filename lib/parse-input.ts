import type { z } from "zod";
import { AppError } from "@/lib/app-error";

/** The input as its schema says. Throws AppError unprocessable "invalid_input" with the first field that is wrong and why. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") ?? "";
  throw new AppError("unprocessable", "invalid_input", `${field ? `${field}: ` : ""}${issue?.message ?? "not valid"}`, {
    field,
  });
}
