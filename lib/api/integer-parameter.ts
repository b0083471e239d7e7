import { AppError } from "@/lib/app-error";

/** A whole number of the query; undefined without it. Throws AppError bad_number that names the parameter and its bounds. */
export function integerParameter(
  params: URLSearchParams,
  name: string,
  bounds: { least: number; most: number },
): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= bounds.least && value <= bounds.most) return value;
  const message = `${name} must be a whole number from ${bounds.least} to ${bounds.most}.`;
  throw new AppError("bad_request", "bad_number", message, { field: name });
}
