export const channels = ["email", "webhook", "phone"] as const;
export type Channel = (typeof channels)[number];

export type ProviderContact = { name: string | null; email: string | null; phone: string | null };

export type Provider = {
  id: number;
  slug: string;
  name: string;
  channel: Channel;
  /** BCP 47, e.g. "pt-BR" */
  language: string;
  /** IANA, e.g. "Europe/Lisbon" */
  timeZone: string;
  heartbeatIntervalSeconds: number | null;
  createdAt: Date;
  updatedAt: Date;
  /** Absent, not empty, for those whose role does not read contacts. */
  contact?: ProviderContact;
};
