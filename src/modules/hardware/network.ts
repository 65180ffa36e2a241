import { unexpected } from "../lines.ts";

/** An IP address of a network device. */
export interface NetworkAddress {
  readonly address: string;
  /** How many bits of the address are the network's. */
  readonly maskBits: number;
  /** The same as an address; IPv4 only. */
  readonly netmask?: string;
  /** Where packets for all of the network go; IPv4 only, left out where there is none. */
  readonly broadcast?: string;
  /** The device's further addresses, at its first one. */
  readonly additionalIps?: readonly NetworkAddress[];
}

/** A network device. */
export interface NetworkDevice {
  /** Its hardware address; left out where it has none. */
  readonly ether?: string;
  /** The most bytes that a packet may have; `null` where the host does not say. */
  readonly mtu: number | null;
  /** `UP`, `DOWN`, or another state that the host names, as `UNKNOWN`. */
  readonly state: string;
  readonly ipv4?: NetworkAddress;
  readonly ipv6?: NetworkAddress;
}

/** `2: eth0@if3: <…>` of ip, `eth0: flags=…` of BSD's and newer, `eth0      Link encap:` of older ifconfig. */
const HEAD = /^(?:\d+: ([^\s@:]+(?::\d+)?)(?:@\S+)?: |(\S+): flags=|(\S+)\s+Link encap:)/;

/** Reads what `ip addr show` or any `ifconfig -a` prints. */
export function parseNetworkDevices(lines: readonly string[]): Record<string, NetworkDevice> {
  const devices: { name: string; lines: string[] }[] = [];
  for (const line of lines) {
    const head = HEAD.exec(line);
    const name = head?.slice(1).find((one) => one !== undefined);
    if (name !== undefined) devices.push({ name, lines: [line] });
    else if (devices.length > 0) devices.at(-1)!.lines.push(line);
    else if (line.trim() !== "") throw unexpected("a network device", line);
  }
  return Object.fromEntries(devices.map((device) => [device.name, parseDevice(device.lines)]));
}

function parseDevice(lines: readonly string[]): NetworkDevice {
  const text = lines.join("\n");
  const mtu = /\bmtu[ :](\d+)/i.exec(text)?.[1];
  const ether = /(?:^|\s)(?:link\/ether|ether|lladdr|HWaddr) ((?:[0-9a-f]{1,2}:){5,}[0-9a-f]{1,2})(?:\s|$)/im.exec(text)
    ?.[1];
  const ipv4 = gather(lines.map(parseIpv4));
  const ipv6 = gather(lines.map(parseIpv6));
  return {
    ...(ether !== undefined && { ether: ether.toLowerCase() }),
    mtu: mtu === undefined ? null : Number(mtu),
    state: stateOf(text),
    ...(ipv4 && { ipv4 }),
    ...(ipv6 && { ipv6 }),
  };
}

/** The operational state where the host names it, else whether the device's flags have UP. */
function stateOf(text: string): string {
  const named = /\sstate ([A-Z_]+)\b/.exec(text)?.[1];
  if (named !== undefined) return named;
  const flags = /<([A-Z0-9_,-]*)>/.exec(text)?.[1]?.split(",") ?? /^\s+([A-Z ]+?)\s+MTU:/m.exec(text)?.[1]?.split(" ");
  return flags?.includes("UP") ? "UP" : "DOWN";
}

function gather(found: readonly (NetworkAddress | null)[]): NetworkAddress | undefined {
  const [first, ...others] = found.filter((one) => one !== null);
  return first && (others.length > 0 ? { ...first, additionalIps: others } : first);
}

function parseIpv4(line: string): NetworkAddress | null {
  const found = /^\s*inet (?:addr:\s*)?(?<address>[\d.]+)(?:\/(?<bits>\d+))?(?=\s|$)/.exec(line)?.groups ??
    /^\s*inet (?<address>[\d.]+) peer [\d.]+\/(?<bits>\d+)/.exec(line)?.groups;
  if (!found) {
    if (/^\s*inet\s/.test(line)) throw unexpected("an IPv4 address", line);
    return null;
  }
  const peer = / peer [\d.]+\/(\d+)/.exec(line)?.[1];
  const mask = /\s(?:netmask |Mask:)(0x[0-9a-f]{1,8}|[\d.]+)/i.exec(line)?.[1];
  const bits = found.bits ?? peer ?? (mask === undefined ? "32" : undefined);
  const maskBits = bits === undefined ? bitsOf(mask!) : Number(bits);
  const broadcast = /\s(?:brd |broadcast |Bcast:)([\d.]+)/.exec(line)?.[1];
  return {
    address: found.address!,
    maskBits,
    netmask: netmaskOf(maskBits),
    ...(broadcast !== undefined && { broadcast }),
  };
}

function parseIpv6(line: string): NetworkAddress | null {
  const found =
    /^\s*inet6 (?:addr: ?)?(?<address>[0-9a-f:.]+)(?:%[^\s/]+)?(?:\/(?<bits>\d+)|.*?\sprefixlen (?<length>\d+))?/i
      .exec(line)?.groups;
  if (found) return { address: found.address!, maskBits: Number(found.bits ?? found.length ?? 128) };
  if (/^\s*inet6\s/.test(line)) throw unexpected("an IPv6 address", line);
  return null;
}

/** How many bits are set in a mask like `0xffffff00` or `255.255.255.0`. */
function bitsOf(mask: string): number {
  const number = mask.startsWith("0x")
    ? parseInt(mask, 16)
    : mask.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return number.toString(2).replaceAll("0", "").length;
}

function netmaskOf(bits: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor((2 ** 32 - 2 ** (32 - bits)) / 2 ** shift) % 256).join(".");
}
