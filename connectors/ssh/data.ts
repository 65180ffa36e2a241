import { z } from "drover/connectors";

/** The data keys of the ssh connector. */
export function dataSchema() {
  return z.object({
    sshHostname: z.string().optional().describe("Address or alias of the ssh config. Default: the name of the host"),
    sshPort: z.number().int().min(1).max(65535).optional().describe("Port. Default: what the ssh config says, else 22"),
    sshUser: z.string().optional().describe("Login user. Default: what the ssh config says, else the local user"),
    sshPassword: z.string().optional().describe("Password of the login user"),
    sshKey: z.union([z.string(), z.array(z.string()).min(1)]).optional()
      .describe("File of the private key, or several files, of which those that are there are tried; no other key is"),
    sshKeyPassword: z.string().optional().describe("Password of encrypted private keys. Default: it is asked for"),
    sshAllowAgent: z.boolean().default(true).describe("Use the keys of the SSH agent"),
    sshLookForKeys: z.boolean().default(true).describe("Use the keys of the ssh config, else those in ~/.ssh"),
    sshForwardAgent: z.boolean().optional()
      .describe("Let the host use the local SSH agent. Default: what the ssh config says, else no"),
    sshConfigFile: z.string().optional()
      .describe("The ssh config file, which is then the only one. Default: ~/.ssh/config and /etc/ssh/ssh_config"),
    sshKnownHostsFile: z.string().optional()
      .describe("The known_hosts file. Default: what the ssh config says, else ~/.ssh/known_hosts"),
    sshStrictHostKeyChecking: z.enum(["yes", "no", "off", "ask", "accept-new"]).optional()
      .describe("What to do with an unknown host key. Default: what the ssh config says, else accept-new"),
    sshClient: z.enum(["auto", "builtin", "system"]).default("auto").describe(
      "Which client speaks SSH: Drover's own, the system's ssh (as @openssh does), or the system's where only it can do " +
        "what the ssh config, a key or the host asks for",
    ),
    sshConnectRetries: z.number().int().min(0).default(0).describe("How often to try again after a network error"),
    sshConnectRetryMinDelay: z.number().min(0).default(0.1).describe("Least seconds between two tries"),
    sshConnectRetryMaxDelay: z.number().min(0).default(0.5).describe("Most seconds between two tries"),
  });
}

/** The data of a host, checked. */
export type SshData = z.output<ReturnType<typeof dataSchema>>;
