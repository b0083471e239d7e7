import type { IndicatorKind } from "./indicator-kinds";
import { refang } from "./refang";

const mostCharacters = 2_000;

/**
 * An indicator in the one form that two ways of writing it share; null when it is none of that kind. Takes what was defanged. Pure, and what it
 * gives it gives again.
 */
export function normaliseIndicator(kind: IndicatorKind, text: string): string | null {
  const plain = kind === "user_agent" ? text.trim() : refang(text.trim());
  if (plain.length === 0 || plain.length > mostCharacters || /\p{Cc}/u.test(plain)) return null;
  const value = normalisers[kind](plain);
  return value && value.length <= mostCharacters ? value : null;
}

const hexOf = (length: number) => (text: string) => {
  const hash = text.toLowerCase();
  return hash.length === length && /^[0-9a-f]+$/.test(hash) ? hash : null;
};

const normalisers: Record<IndicatorKind, (text: string) => string | null> = {
  ipv4,
  ipv6,
  domain,
  url,
  md5: hexOf(32),
  sha1: hexOf(40),
  sha256: hexOf(64),
  wallet,
  token_fingerprint: tokenFingerprint,
  image,
  user_agent: (text) => text.replaceAll(/\s+/g, " "),
};

/** A leading zero is octal to some readers and decimal to others: it is refused rather than guessed. */
function ipv4(text: string): string | null {
  const parts = text.split(".");
  const isByte = (part: string) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? text : null;
}

/** RFC 5952, as the parser of URLs writes it. */
function ipv6(text: string): string | null {
  const bare = /^\[([^[\]]+)\]$/.exec(text)?.[1] ?? text;
  if (!/^[0-9a-f:.]+$/i.test(bare) || !bare.includes(":")) return null;
  const asked = `http://[${bare}]/`;
  return URL.canParse(asked) ? new URL(asked).hostname.slice(1, -1) : null;
}

const domainShape =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/;

/** In small letters and punycode, without the dot of the root. */
function domain(text: string): string | null {
  const bare = text.replace(/\.$/, "");
  if (/[\s/\\:@?#[\]%]/.test(bare) || !URL.canParse(`http://${bare}/`)) return null;
  const { hostname } = new URL(`http://${bare}/`);
  return domainShape.test(hostname) ? hostname : null;
}

const schemes = new Set(
  ["http", "https", "ftp", "ws", "wss", "tcp", "ssl", "stratum", "stratum+tcp", "stratum+ssl"].map(
    (name) => `${name}:`,
  ),
);

/** As URLs are serialised; the host in small letters also of schemes, such as a mining pool's, whose hosts the parser leaves alone. */
function url(text: string): string | null {
  if (/\s/.test(text) || !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text) || !URL.canParse(text)) return null;
  const { protocol, username, password, host, pathname, search, hash } = new URL(text);
  if (!schemes.has(protocol) || !host) return null;
  const login = username || password ? `${username}${password ? `:${password}` : ""}@` : "";
  return `${protocol}//${login}${host.toLowerCase()}${pathname}${search}${hash}`;
}

const base58 = "[1-9A-HJ-NP-Za-km-z]";
const wallets: readonly (readonly [shape: RegExp, isSmall: boolean])[] = [
  // Monero: standard and subaddress, integrated.
  [new RegExp(`^[48]${base58}{94}$`), false],
  [new RegExp(`^4${base58}{105}$`), false],
  // Ethereum: capitals are only a checksum.
  [/^0x[0-9a-f]{40}$/i, true],
  // Bitcoin: BIP 173 and 350, and the older ones.
  [/^bc1[02-9ac-hj-np-z]{11,71}$/i, true],
  [new RegExp(`^[13]${base58}{25,34}$`), false],
];

function wallet(text: string): string | null {
  const found = wallets.find(([shape]) => shape.test(text));
  if (!found) return null;
  return found[1] ? text.toLowerCase() : text;
}

/** The public prefix of one of Muster's tokens, also of a whole one, whose secret goes no further; or a hash of one. */
function tokenFingerprint(text: string): string | null {
  const own = /^muster_[a-z]+_[0-9A-Za-z]{6}(?=[0-9A-Za-z]{0,32}$)/.exec(text)?.[0];
  if (own) return own;
  return /^(?:sha256:)?[0-9a-f]{8,64}$/i.test(text) ? text.toLowerCase().replace(/^sha256:/, "") : null;
}

const imageShape =
  /^(?<host>(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|localhost)(?::\d{1,5})?\/)?(?<path>[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)(?<tag>:\w[\w.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** As it is written most: without the registry that is meant when none is named. */
function image(text: string): string | null {
  const { host = "", path = "", tag = "", digest = "" } = imageShape.exec(text)?.groups ?? {};
  if (!path) return null;
  const registry = host.toLowerCase();
  if (!/^(?:index\.|registry-1\.)?docker\.io\/$/.test(registry)) {
    return `${registry}${registry ? path : path.replace(/^library\//, "")}${tag}${digest}`;
  }
  return image(`${path}${tag}${digest}`);
}
