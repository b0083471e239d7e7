import type { z } from "zod";
import type { TokenKind } from "@/lib/access/token-format";

/** An endpoint of the gateway, for the document. Machines call it; its routes are in lib/ingest/gateway-routes.ts. */
export type GatewayEndpoint = {
  method: "GET" | "POST";
  path: string;
  summary: string;
  description?: string;
  /** Kinds of token that it takes; none: it answers anybody. */
  tokens: readonly TokenKind[];
  /** By content type; of newline-JSON the schema is that of one line. */
  bodies?: Record<string, z.ZodType>;
  /** JSON with a name in the document, or plain text. */
  answer: z.ZodType | "text/plain";
};
