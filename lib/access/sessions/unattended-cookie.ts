/**
 * Cookie that an open page sets, as "1", while nobody touches it: what it then asks for by itself to stay up to date must not keep a session
 * that its owner has left. It can only make a session end sooner, so that the browser may write it.
 */
export const unattendedCookie = "muster-unattended";
