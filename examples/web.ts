/**
 * A web server with its sites: packages, templates, a service, and a reload only where something changed.
 *
 *     drover examples/inventory.ts examples/web.ts --limit web
 *
 * @module
 */
import { apt, deploy, dnf, files, handler, server, systemd, z } from "drover";

// Checks, types and defaults host.data before the first connection.
const data = z.object({
  appPort: z.number().default(8080),
  vhosts: z.array(z.object({ name: z.string(), root: z.string(), port: z.number().default(80) })).default([]),
});

// Runs once, at the end, on the hosts where one of the operations that notify it has changed something.
const reload = handler("Reload nginx", () => {
  server.shell({ name: "Check the configuration", commands: "nginx -t" });
  systemd.service({ service: "nginx", reloaded: true });
});

export default deploy("Web server", { data, hosts: "web", with: { _sudo: true } }, async (host) => {
  const { family } = await host.fact(server.LinuxDistribution);
  if (family === "debian") apt.packages({ packages: "nginx", update: true, cacheTime: 3600 });
  else dnf.packages({ packages: "nginx" });

  files.template({
    src: "templates/nginx.conf.eta",
    dest: "/etc/nginx/nginx.conf",
    data: { port: host.data.appPort },
    _notify: reload,
  });
  for (const vhost of host.data.vhosts) {
    files.template({
      name: `Site ${vhost.name}`,
      src: "templates/vhost.conf.eta",
      dest: `/etc/nginx/conf.d/${vhost.name}.conf`,
      data: vhost,
      _notify: reload,
    });
  }
  systemd.service({ service: "nginx", running: true, enabled: true });
});
