import { EndpointHost } from "../endpoint-address";
import { at, list, type Tree, text, tree } from "./tree";

/** Where operations live: a host, "" where the document does not say, and the path before every path of it. */
export type Server = { host: string; basePath: string };

const mostServers = 20;

/** The servers of an OpenAPI 3 object; null where it has none of its own. */
export function readServers(object: Tree): Server[] | null {
  const servers = list(at(object, "servers")).slice(0, mostServers);
  return servers.length > 0 ? distinct(servers.map(readServer).filter((each) => each !== null)) : null;
}

/** host, basePath of a Swagger 2 document. */
export function readSwaggerServer(document: Tree): Server {
  const host = EndpointHost.safeParse(text(at(document, "host")));
  const basePath = text(at(document, "basePath"));
  return { host: host.success ? host.data : "", basePath: basePath.startsWith("/") ? trimEnd(basePath) : "" };
}

function readServer(value: unknown): Server | null {
  const variables = tree(at(value, "variables"));
  const url = text(at(value, "url")).replaceAll(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
    return text(at(at(variables, name), "default")) || whole;
  });
  if (url.startsWith("/") && !url.startsWith("//")) return { host: "", basePath: trimEnd(url) };
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  const known = EndpointHost.safeParse(host);
  return known.success ? { host: known.data, basePath: trimEnd(decodeBraces(pathname)) } : null;
}

const decodeBraces = (path: string) => path.replaceAll(/%7b/gi, "{").replaceAll(/%7d/gi, "}");
const trimEnd = (path: string) => path.replace(/\/+$/, "");

function distinct(servers: Server[]): Server[] {
  return [...new Map(servers.map((each) => [`${each.host}${each.basePath}`, each])).values()];
}
