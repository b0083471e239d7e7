import { z } from "zod";

const host = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/;

/** A host as the register keeps it: lower case, without scheme and without the scheme's own port. */
export const EndpointHost = z
  .string()
  .trim()
  .max(260, "at most 260 characters")
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, "")
      .replace(/\/$/, "")
      .replace(/:(80|443)$/, ""),
  )
  .refine((text) => host.test(text), "not a host, for example api.example.com or api.example.com:8443");

/** A path template: /devices/{id}. What comes as /devices/:id is written the same way. */
export const EndpointPath = z
  .string()
  .trim()
  .max(500, "at most 500 characters")
  .regex(/^\/[^\s?#\\]*$/, "begin with / and leave out spaces, the query and the fragment")
  .transform((text) => text.replaceAll(/\/:([A-Za-z_]\w*)/g, "/{$1}"));

/** Hosts that only the machine itself reaches. As PostgreSQL and JavaScript both understand it. */
export const loopbackPattern = "^(([a-z0-9-]+[.])*localhost|127[.][0-9.]+|\\[::1\\])(:[0-9]+)?$";
