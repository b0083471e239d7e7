import { AppError } from "@/lib/app-error";

/** One of some words of the query, or `otherwise` without it. Throws AppError `code` that lists them. */
export function choiceParameter<Choice extends string>(
  params: URLSearchParams,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
  code = `unknown_${name}`,
): Choice {
  const text = params.get(name);
  if (text === null) return otherwise;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new AppError("bad_request", code, `${name} must be one of: ${choices.join(", ")}.`, { field: name });
}
