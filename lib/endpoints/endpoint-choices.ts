/** What the register knows of an endpoint, in words that forms and imports share. */
export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;
export type Method = (typeof methods)[number];

export const exposures = ["internet", "partners"] as const;
export type Exposure = (typeof exposures)[number];

export const authentications = [
  "none",
  "api_key",
  "basic",
  "bearer",
  "oauth",
  "session",
  "mutual_tls",
  "signature",
] as const;
export type Authentication = (typeof authentications)[number];

export const dataClasses = ["public", "internal", "personal", "secret"] as const;
export type DataClass = (typeof dataClasses)[number];

/** The gravest first. */
export const risks = ["critical", "high", "medium", "low"] as const;
export type Risk = (typeof risks)[number];

export const exposureLabels: Record<Exposure, string> = { internet: "Internet", partners: "Partners only" };

export const authenticationLabels: Record<Authentication, string> = {
  none: "None",
  api_key: "API key",
  basic: "Password (HTTP Basic)",
  bearer: "Bearer token",
  oauth: "OAuth or OpenID",
  session: "Session after sign-in",
  mutual_tls: "Client certificate",
  signature: "Signed link or message",
};

export const dataClassLabels: Record<DataClass, string> = {
  public: "Public",
  internal: "Internal",
  personal: "Personal",
  secret: "Secrets",
};
