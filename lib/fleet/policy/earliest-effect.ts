/** How long gateways may take to learn of a policy. */
export const leadSeconds = 30;

/** The first moment at which every gateway can have learnt of a policy that is saved at `now`. */
export const earliestEffect = (now: Date): Date => new Date(now.getTime() + leadSeconds * 1_000);
