import { AppError } from "@/lib/app-error";

/** Every value that a parameter was given, of some words; undefined without it. Throws AppError `unknown_<name>` that lists them. */
export function choicesParameter<Choice extends string>(
  params: URLSearchParams,
  name: string,
  choices: readonly Choice[],
): Choice[] | undefined {
  const given = params.getAll(name).map((text) => {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    throw new AppError("bad_request", `unknown_${name}`, `${name} must be one of: ${choices.join(", ")}.`, {
      field: name,
    });
  });
  return given.length > 0 ? given : undefined;
}
