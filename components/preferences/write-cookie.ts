type Cookie = { value: string; seconds: number; sameSite: "lax" | "strict" };

/** Sets a cookie of the whole site, at once and in every supported browser; nothing secret. `seconds` 0 takes it away. */
export function writeCookie(name: string, { value, seconds, sameSite }: Cookie): void {
  const secure = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, so that the next request would go before the cookie is there, and not every supported browser has it.
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${seconds}; samesite=${sameSite}${secure}`;
}
