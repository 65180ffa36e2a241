/** What `drover --version --json` tells, as JSON. */
export function versionJson(version: string): string {
  return JSON.stringify({
    version,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    platform: Deno.build.target,
    runs: Deno.build.standalone ? "standalone" : "source",
  });
}
