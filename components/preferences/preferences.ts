export type Theme = "light" | "dark" | "system";

export type Preferences = {
  theme: Theme;
  /** IANA name; UTC until the browser has told its own. */
  zone: string;
  locale: string;
  /** The server's clock at rendering, in milliseconds: what "now" is until hydration is over. */
  renderedAt: number;
};

export const themeCookie = "muster-theme";
export const zoneCookie = "muster-zone";
