import { type Fact, fact, MISSING_COMMAND, raw, sh } from "../../api/mod.ts";
import { SYSTEM_PATH } from "../server/system_path.ts";
import { type NetworkAddress, type NetworkDevice, parseNetworkDevices } from "./network.ts";

export type { NetworkAddress, NetworkDevice } from "./network.ts";

// What busybox's ip cannot do, its ifconfig can.
const LIST = raw(`ip addr show 2>/dev/null || if command -v ifconfig >/dev/null 2>&1; then ifconfig -a
elif command -v ip >/dev/null 2>&1; then ip addr show
else exit ${MISSING_COMMAND}
fi`);

function networkFact<T extends object>(
  name: string,
  doc: string,
  pick: (devices: Record<string, NetworkDevice>) => T,
): Fact<T> {
  return fact({
    module: "hardware",
    name,
    doc: `${doc} Empty where there is neither \`ip\` nor \`ifconfig\`. Linux, BSD, macOS.`,
    command: () => sh`(${SYSTEM_PATH}; ${LIST})`,
    process: (lines) => pick(parseNetworkDevices(lines)),
    default: () => pick({}),
  });
}

/** The network devices. */
export const NetworkDevices: Fact<Record<string, NetworkDevice>> = networkFact(
  "NetworkDevices",
  "The network devices by name, with hardware address, MTU, state and IP addresses.",
  (devices) => devices,
);

/** All IPv4 addresses. */
export const Ipv4Addrs: Fact<Record<string, string[]>> = networkFact(
  "Ipv4Addrs",
  "The IPv4 addresses of each network device that has any.",
  (devices) => addresses(devices, "ipv4"),
);

/** All IPv6 addresses. */
export const Ipv6Addrs: Fact<Record<string, string[]>> = networkFact(
  "Ipv6Addrs",
  "The IPv6 addresses of each network device that has any.",
  (devices) => addresses(devices, "ipv6"),
);

/** The first IPv4 address of each device. */
export const Ipv4Addresses: Fact<Record<string, string>> = networkFact(
  "Ipv4Addresses",
  "The first IPv4 address of each network device that has one; `Ipv4Addrs` has them all.",
  (devices) => firstOf(addresses(devices, "ipv4")),
);

/** The first IPv6 address of each device. */
export const Ipv6Addresses: Fact<Record<string, string>> = networkFact(
  "Ipv6Addresses",
  "The first IPv6 address of each network device that has one; `Ipv6Addrs` has them all.",
  (devices) => firstOf(addresses(devices, "ipv6")),
);

function addresses(devices: Record<string, NetworkDevice>, version: "ipv4" | "ipv6"): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(devices).flatMap(([name, device]) => {
      const first: NetworkAddress | undefined = device[version];
      return first ? [[name, [first, ...first.additionalIps ?? []].map(({ address }) => address)]] : [];
    }),
  );
}

function firstOf(lists: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list[0]!]));
}
