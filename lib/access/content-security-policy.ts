/** The policy of a page: scripts only with this answer's nonce, nothing from elsewhere, framed by nobody. */
export function contentSecurityPolicy(page: {
  nonce: string;
  /** Of the OpenID provider: a form's redirects count as its target, and sign-in and sign-out end there. */
  issuerOrigin: string | null;
  isLogin: boolean;
  isDevelopment: boolean;
  isHttps: boolean;
}): string {
  // A company's provider may send the browser on to a third: only where nothing but the button stands.
  const formTargets = ["'self'", page.issuerOrigin, page.isLogin ? "https:" : null].filter(Boolean).join(" ");
  const directives = [
    "default-src 'self'",
    // React needs eval for its error overlays in development only.
    `script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic'${page.isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Charts and virtual rows place themselves by style attributes; no style can run anything.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${page.isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action ${formTargets}`,
    "frame-ancestors 'none'",
    ...(page.isHttps ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}
