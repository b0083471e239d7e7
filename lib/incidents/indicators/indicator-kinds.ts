/** Of STIX 2.1: addresses, names and addresses of pages, hashes of files; and what STIX has no object of its own for. */
export const indicatorKinds = [
  "ipv4",
  "ipv6",
  "domain",
  "url",
  "md5",
  "sha1",
  "sha256",
  "wallet",
  "token_fingerprint",
  "image",
  "user_agent",
] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];

export const indicatorKindLabels: Record<IndicatorKind, string> = {
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  domain: "Domain",
  url: "URL",
  md5: "MD5",
  sha1: "SHA-1",
  sha256: "SHA-256",
  wallet: "Wallet",
  token_fingerprint: "Token fingerprint",
  image: "Container image",
  user_agent: "User agent",
};

export type IndicatorValue = { kind: IndicatorKind; value: string };
