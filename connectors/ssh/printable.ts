/** What a server says without what could steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\x00-\x1f\x7f-\x9f]+/g, " ").trim();
}
