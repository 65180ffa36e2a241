import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { quote } from "./quote.ts";
import { mask, maskDeep, MaskStream, secret } from "./secret.ts";

const SECRET = "p4ss 'w0rd\"\\/é\n+second line";
secret(SECRET);

const forms: [string, string][] = [
  ["raw", SECRET],
  ["shell-quoted", quote(SECRET)],
  ["quoted twice", quote(quote(SECRET))],
  ["quoted with other text", quote(`it's ${SECRET} in`)],
  ["quoted twice with other text", quote(quote(`it's ${SECRET} in`))],
  ["quoted URL", quote(`https://example.net/?a=it's&p=${encodeURIComponent(SECRET)}`)],
  ["JSON", JSON.stringify({ password: SECRET })],
  ["SQL", `VALUES ('${SECRET.replaceAll("'", "''")}')`],
  ["SQL with backslashes", `VALUES ('${SECRET.replace(/[\\']/g, "$&$&")}')`],
  ["shell-quoted SQL", quote(`VALUES ('${SECRET.replace(/[\\']/g, "$&$&")}')`)],
  ["URL", `https://example.net/?p=${encodeURIComponent(SECRET)}`],
  ["base64", btoa(String.fromCharCode(...new TextEncoder().encode(`user:${SECRET}!`)))],
];

for (const [name, form] of forms) {
  Deno.test(`a secret is masked in its ${name} form`, () => {
    const masked = mask(`before ${form} after`);
    ok(masked.includes("***"), masked);
    for (const trace of ["p4ss", "w0rd", "cDRzcy", "second line"]) ok(!masked.includes(trace), masked);
    ok(masked.startsWith("before ") && masked.endsWith(" after"));
  });

  Deno.test(`a secret in its ${name} form is masked across chunks`, () => {
    const text = `before ${form} after`;
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 })), (cuts) => {
      const stream = new MaskStream();
      let shown = "";
      let at = 0;
      for (const cut of [...new Set(cuts), text.length].sort((a, b) => a - b)) {
        shown += stream.push(text.slice(at, cut));
        at = cut;
      }
      strictEqual(shown + stream.flush(), mask(text));
    }));
  });
}

Deno.test("text without secrets comes through at once and unchanged", () => {
  const stream = new MaskStream();
  strictEqual(stream.push("nothing to hide\n"), "nothing to hide\n");
  strictEqual(mask("nothing to hide"), "nothing to hide");
});

Deno.test("secrets are masked in values and keys, and stay strings for whoever uses them", () => {
  const value = secret`https://u:${SECRET}@h`;
  strictEqual(value.length, SECRET.length + 12);
  strictEqual(JSON.stringify(maskDeep({ [SECRET]: [value] })), '{"***":["***"]}');
});
