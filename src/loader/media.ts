/** What a module is made of, and so how it becomes JavaScript. */
export type Media = "javascript" | "typescript" | "json" | "jsx" | "page" | "unknown";

/** Tells what a module is made of: by the server's word, then by its name. */
export function mediaOf(url: string, contentType: string): Media {
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  const byName = fromExtension(/\.([a-z]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase());
  // Servers know .ts as a kind of video.
  if (/^(application|text)\/(x-)?typescript$|^video\/(vnd\.dlna\.mpeg-tts|mp2t)$/.test(type)) {
    return byName === "jsx" ? "jsx" : "typescript";
  }
  if (/^(application|text)\/(x-)?(java|ecma)script$/.test(type)) return byName === "typescript" ? byName : "javascript";
  if (type === "text/html") return "page";
  if (/[/+]json$/.test(type)) return "json";
  return byName;
}

function fromExtension(extension: string | undefined): Media {
  switch (extension) {
    case "ts":
    case "mts":
    case "cts":
      return "typescript";
    case "tsx":
    case "jsx":
      return "jsx";
    case "json":
    case "jsonc":
      return "json";
    case "js":
    case "mjs":
    case undefined:
      return "javascript";
    default:
      return "unknown";
  }
}
