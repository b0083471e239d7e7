import { createHash, randomBytes } from "node:crypto";

const shape = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits, the value of the cookie. */
export const newSessionToken = (): string => randomBytes(32).toString("base64url");

/** What the database keeps of it; null for a value that no sign-in ever made. */
export function hashSessionToken(value: string): Buffer | null {
  return shape.test(value) ? createHash("sha256").update(value).digest() : null;
}

/** Browsers accept a __Host- cookie over https alone, for this host alone, and for the whole of it. */
export const sessionCookieName = (publicUrl: string): string => `${cookiePrefix(publicUrl)}muster-session`;

export const cookiePrefix = (publicUrl: string): string => (isSecure(publicUrl) ? "__Host-" : "");

export const isSecure = (publicUrl: string): boolean => publicUrl.startsWith("https:");
