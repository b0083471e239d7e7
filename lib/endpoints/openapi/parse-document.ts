import { CORE_SCHEMA, load, YAMLException } from "js-yaml";
import { AppError } from "@/lib/app-error";

// What the web waits for while it reads: 40 ms for 5 MB of JSON, 0.5 s for 1 MB of YAML (1.2 s for the worst that was tried).
export const mostJsonBytes = 5 * 1024 * 1024;
export const mostYamlBytes = 1024 * 1024;
const mostAliases = 200;
const mostDepth = 100;

/**
 * The tree of a JSON or YAML text that nobody vouches for. Throws AppError "too_large" and "unreadable_document". Aliases of
 * YAML share what they stand for, tags of it make nothing, and references stay what they are: text.
 */
export function parseDocument(bytes: Uint8Array): unknown {
  if (bytes.length > mostJsonBytes) throw tooLarge("A document has at most 5 MB (as YAML 1 MB).");
  const text = decode(bytes);
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML may begin with a brace too.
    }
  }
  if (bytes.length > mostYamlBytes) throw tooLarge("A document in YAML has at most 1 MB; as JSON it may have 5 MB.");
  try {
    return load(text, { schema: CORE_SCHEMA, maxDepth: mostDepth, maxAliases: mostAliases });
  } catch (error) {
    throw unreadable(error instanceof YAMLException ? firstLine(error.message) : "it is neither JSON nor YAML");
  }
}

const firstLine = (message: string) => message.split("\n", 1)[0]?.slice(0, 200) ?? "";

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable("it is not UTF-8 text");
  }
}

const tooLarge = (message: string) => new AppError("too_large", "too_large", message, { field: "document" });
const unreadable = (why: string) =>
  new AppError("unprocessable", "unreadable_document", `The document cannot be read: ${why}.`, { field: "document" });
