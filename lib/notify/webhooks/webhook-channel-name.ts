/** As it stands in deliveries.channel. */
export const webhookChannelName = "webhook";
