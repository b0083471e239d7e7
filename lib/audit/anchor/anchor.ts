import { z } from "zod";

/** The head of the chain as it was at `time`, kept where the database's administrators have no hand in it. */
export const Anchor = z.object({
  time: z.iso.datetime(),
  position: z.number().int().positive(),
  /** Hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Anchor = z.infer<typeof Anchor>;

/** Where anchors go. */
export type AnchorPlace = {
  /** What a person knows it by, without secrets. */
  name: string;
  /** Resolves once it is kept there, as far as that place can tell. */
  write(anchor: Anchor): Promise<void>;
};

/** One line, without its end. */
export const anchorLine = ({ time, position, hash }: Anchor): string => JSON.stringify({ time, position, hash });
