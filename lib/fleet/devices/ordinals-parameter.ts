/** Ordinals as the text of an integer array: one parameter, however many they are. */
export const ordinalsParameter = (ordinals: readonly number[]): string => `{${ordinals.join(",")}}`;
