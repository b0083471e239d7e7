/** Request header in which the web server notes the address of the socket; what a client sends under this name is dropped. */
export const peerHeader = "x-muster-peer";
