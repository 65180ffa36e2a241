/** The comment lines that name an entry: the one that Drover writes, then pyinfra's, which a host may still have. */
export function nameComments(cronName: string): [string, string] {
  return [`# drover-name=${cronName}`, `# pyinfra-name=${cronName}`];
}
