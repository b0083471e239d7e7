import { BlockList, isIP } from "node:net";

/** Addresses and networks, "10.0.0.7, 192.168.8.0/24, fd00::/8". Throws an Error that names the wrong one. */
export function parseNetworks(text: string): BlockList {
  const list = new BlockList();
  for (const entry of text.split(",").map((each) => each.trim())) {
    const [address = "", bits] = entry.split("/");
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    if (family === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw new Error(`${JSON.stringify(entry)} is no address and no network like 10.0.0.0/8`);
    }
    list.addSubnet(address, bits === undefined ? most : Number(bits), family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

/** Whether `address`, of either family, lies in one of them; an IPv4 address in the notation of IPv6 counts as itself. */
export function isIn(networks: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && networks.check(address, family === 4 ? "ipv4" : "ipv6");
}
