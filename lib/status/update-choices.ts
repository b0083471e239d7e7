/** To whom an update goes. */
export const audiences = ["responders", "leadership", "providers"] as const;
export type Audience = (typeof audiences)[number];
export const audienceLabels: Record<Audience, string> = {
  responders: "Responders",
  leadership: "Leadership",
  providers: "Providers",
};

export const updateKinds = ["first", "progress", "resolved"] as const;
export type UpdateKind = (typeof updateKinds)[number];
export const updateKindLabels: Record<UpdateKind, string> = {
  first: "First notice",
  progress: "Progress",
  resolved: "It is over",
};
