import type { Authentication } from "../endpoint-choices";
import { at, list, type Tree, text, tree } from "./tree";

/**
 * How callers of an operation must say who they are: none when that is one of the ways, or when the document asks for
 * nothing; else the first way that it names.
 */
export function readAuthentication(document: Tree, operation: Tree): Authentication {
  const wanted = at(operation, "security") ?? at(document, "security");
  const ways = list(wanted).map(tree);
  const [first] = ways;
  if (!first || ways.some((way) => Object.keys(way).length === 0)) return "none";
  const schemes = tree(at(at(document, "components"), "securitySchemes") ?? at(document, "securityDefinitions"));
  const [name] = Object.keys(first);
  return authenticationOf(tree(at(schemes, name ?? "")));
}

function authenticationOf(scheme: Tree): Authentication {
  const kind = text(at(scheme, "type")).toLowerCase();
  if (kind === "http") return text(at(scheme, "scheme")).toLowerCase() === "basic" ? "basic" : "bearer";
  if (kind === "basic") return "basic";
  if (kind === "oauth2" || kind === "openidconnect") return "oauth";
  if (kind === "mutualtls") return "mutual_tls";
  if (kind === "apikey") return text(at(scheme, "in")) === "cookie" ? "session" : "api_key";
  // A scheme that the document names and does not define: somebody is asked for something.
  return "bearer";
}
