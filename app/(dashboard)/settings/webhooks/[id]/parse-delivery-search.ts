import { deliveryStates } from "@/lib/notify/deliveries/delivery";

export type Search = Record<string, string | string[] | undefined>;

/** The filter in the address; what is not one of the choices counts as not there. */
export function parseDeliverySearch({ state, cursor }: Search) {
  return {
    state: deliveryStates.find((known) => known === state),
    cursor: typeof cursor === "string" && cursor !== "" ? cursor.slice(0, 500) : undefined,
  };
}
