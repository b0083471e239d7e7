import { leadSeconds } from "./policy";

/** The first moment at which every gateway can have learnt of a policy that is saved at `now`. */
export const earliestEffect = (now: Date): Date => new Date(now.getTime() + leadSeconds * 1_000);
