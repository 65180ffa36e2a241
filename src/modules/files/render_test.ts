import { rejects, strictEqual } from "node:assert/strict";
import { OperationError } from "../../api/mod.ts";
import { renderTemplate } from "./render.ts";

const host = { name: "web1", groups: ["web"], data: { port: 8080, nested: { key: "value" } } };

async function inFolder(files: Record<string, string>, use: (folder: URL) => Promise<void>) {
  const path = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${path}/${name}`, text);
  await use(new URL(`file://${path}/`)).finally(() => Deno.remove(path, { recursive: true }));
}

for (
  const [what, file, template, data, expected] of [
    [
      "variables by name and by it",
      "a.eta",
      "<%= user %>@<%= it.host.name %>\nend\n",
      { user: "app" },
      "app@web1\nend\n",
    ],
    ["no escaping", "a.eta", "<%= text %>", { text: `<"&'>` }, `<"&'>`],
    [
      "code",
      "a.eta",
      "<% for (const one of list) { -%>\n- <%= one.n %>\n<% } -%>\n",
      { list: [{ n: 1 }, { n: 2 }] },
      "- 1\n- 2\n",
    ],
    ["a test for a missing name", "a.conf", `<%= "x" in it ? 1 : 2 %>`, {}, "2"],
    ["frozen data", "a.eta", "<%= it.a.b.c %>", { a: Object.freeze({ b: Object.freeze({ c: 5 }) }) }, "5"],
    [
      "whole objects as JSON",
      "a.eta",
      "<%= JSON.stringify(it.host.data) %>",
      {},
      `{"port":8080,"nested":{"key":"value"}}`,
    ],
    [
      "variables and the host",
      "a.j2",
      "{{ user }}@{{ host.name }}:{{ host.data.nested.key }}\n",
      { user: "app" },
      "app@web1:value\n",
    ],
    ["no escaping", "a.jinja", "{{ text }}", { text: `<"&'>` }, `<"&'>`],
    [
      "a loop",
      "a.j2",
      "{% for one in list %}{{ loop.index }}={{ one }};{% endfor %}",
      { list: ["a", "b"] },
      "1=a;2=b;",
    ],
    [
      "a dict's items",
      "a.j2",
      "{% for k, v in map.items() %}{{ k }}={{ v }} {% endfor %}",
      { map: { a: 1, b: 2 } },
      "a=1 b=2 ",
    ],
    ["default", "a.jinja2", "{{ missing | default('x') }}{{ host.data.no.such | d('y') }}", {}, "xy"],
    ["is defined", "a.j2", "{% if missing is defined %}1{% else %}2{% endif %}{{ host is defined }}", {}, "2true"],
    [
      "Python's constants",
      "a.j2",
      "{% if flag == True %}yes{% endif %}{% if not False %}!{% endif %}",
      { flag: true },
      "yes!",
    ],
    ["macros and set", "a.j2", "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{% set x = 1 %}{{ m(x) }}", {}, "12"],
  ] as [string, string, string, Record<string, unknown>, string][]
) {
  Deno.test(`a template ${file} knows ${what}`, () =>
    inFolder({ [file]: template }, async (folder) => {
      strictEqual(await renderTemplate(new URL(file, folder), data, host), expected);
    }));
}

for (
  const [file, template, line, variable, excerpt] of [
    ["a.eta", "one\n<%= missing %>\nthree\n", 2, "missing", "one\n<%= missing %>\nthree"],
    ["a.eta", "<%= it.missing %>", 1, "missing", "<%= it.missing %>"],
    ["a.eta", "a\nb\nc\n<%= it.host.data.prot %>\n", 4, "host.data.prot", "b\nc\n<%= it.host.data.prot %>"],
    ["a.j2", "{{ missing }}", 1, "missing", "{{ missing }}"],
    ["a.j2", "one\n{% if missing %}x{% endif %}\nthree\n", 2, "missing", "one\n{% if missing %}x{% endif %}\nthree"],
    ["a.j2", "{{ host.data.prot }}", 1, "host.data.prot", "{{ host.data.prot }}"],
    ["a.j2", "{% for x in missing %}{% endfor %}", 1, "missing", "{% for x in missing %}{% endfor %}"],
    ["a.j2", "{{ missing | upper }}", 1, "missing", "{{ missing | upper }}"],
  ] as const
) {
  Deno.test(`a template ${file} with ${JSON.stringify(template)} says that ${variable} is undefined`, () =>
    inFolder({ [file]: template }, async (folder) => {
      const message =
        `Error in template: ${folder.pathname}${file} (L${line}): '${variable}' is undefined\n...\n${excerpt}\n...`;
      await rejects(
        renderTemplate(new URL(file, folder), {}, host),
        (error) => (strictEqual((error as Error).message, message), error instanceof OperationError),
      );
    }));
}

Deno.test("templates include the ones beside them, and errors there name their own file", () =>
  inFolder({
    "main.j2": '{% set x = 1 %}[{% include "part.j2" %}]',
    "part.j2": "{{ host.name }}",
    "bad.j2": '{% include "broken.j2" %}',
    "broken.j2": "\n{{ missing }}",
    "child.j2": '{% extends "base.j2" %}{% block body %}{{ super() }}+child{% endblock %}',
    "base.j2": "<{% block body %}base{% endblock %}>",
    "main.eta": "[<%~ include('./part') %>]",
    "part.eta": "<%= it.host.name %>",
    "bad.eta": "<%~ include('./broken.eta') %>",
    "broken.eta": "\n<%= it.missing %>",
  }, async (folder) => {
    const render = (name: string) => renderTemplate(new URL(name, folder), {}, host);
    strictEqual(await render("main.j2"), "[web1]");
    strictEqual(await render("child.j2"), "<base+child>");
    strictEqual(await render("main.eta"), "[web1]");
    await rejects(render("bad.j2"), /broken\.j2 \(L2\): 'missing' is undefined/);
    await rejects(render("bad.eta"), /broken\.eta \(L2\): 'missing' is undefined/);
  }));

Deno.test("a syntax error names the file and the line", () =>
  inFolder(
    { "a.j2": "one\n{% if %}", "b.j2": "one\n{% for x in y %}", "a.eta": "one\n<% if (", "b.eta": "<%= 1 + %>" },
    async (folder) => {
      const render = (name: string) => renderTemplate(new URL(name, folder), {}, host);
      await rejects(render("a.j2"), /a\.j2 \(L2\): /);
      await rejects(render("b.j2"), /b\.j2: unexpected end of file/);
      await rejects(render("a.eta"), /a\.eta \(L2\): unclosed tag/);
      await rejects(render("b.eta"), /b\.eta: Bad template syntax: Unexpected token '\)'$/m);
    },
  ));

Deno.test("text is an Eta template, and Jinja's settings reach it", async () => {
  strictEqual(await renderTemplate("<%= host.name %>", {}, host), "web1");
  await inFolder({ "a.j2": "{% if true %}\n  x\n  {% endif %}\ny" }, async (folder) => {
    const options = { jinjaEnvKwargs: { trimBlocks: true, lstripBlocks: true } };
    strictEqual(await renderTemplate(new URL("a.j2", folder), {}, host, options), "  x\ny");
  });
});
