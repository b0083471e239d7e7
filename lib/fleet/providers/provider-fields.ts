import { z } from "zod";
import { channels } from "./provider";

const optionalText = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `at most ${most} characters`)
    .nullish()
    .transform((text) => text || null);

const isTimeZone = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
};
const isLanguage = (tag: string) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** What a person or an import may say of a provider. */
export const ProviderFields = z.object({
  name: z.string().trim().min(1, "give it a name").max(200, "at most 200 characters"),
  channel: z.enum(channels),
  language: z.string().trim().refine(isLanguage, "not a language, for example en or pt-BR"),
  timeZone: z.string().trim().refine(isTimeZone, "not a time zone, for example Europe/Lisbon"),
  contactName: optionalText(200),
  contactEmail: optionalText(320).refine(
    (text) => text === null || z.email().safeParse(text).success,
    "not an e-mail address",
  ),
  contactPhone: optionalText(40),
});
