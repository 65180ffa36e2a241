import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import { show, splitAnd, tokenize } from "./tokens.ts";

const words = (text: string) => tokenize(text).map(({ text }) => text);

Deno.test("tokenize gives the same words however they are quoted", () => {
  deepStrictEqual(
    tokenize(`apt-get -o Dpkg::Options::="--force-confdef"`),
    tokenize(`apt-get -o 'Dpkg::Options::=--force-confdef'`),
  );
  deepStrictEqual(words(`echo 'it'"'"'s' a\\ b "x \\" y"`), ["echo", "it's", "a b", `x " y`]);
  deepStrictEqual(words("printf '' x"), ["printf", "", "x"]);
});

Deno.test("tokenize tells what the shell expands from the same letters in quotes", () => {
  notDeepStrictEqual(tokenize("rm $HOME"), tokenize("rm '$HOME'"));
  notDeepStrictEqual(tokenize("rm *.txt"), tokenize("rm '*.txt'"));
  notDeepStrictEqual(tokenize("echo `id`"), tokenize("echo '`id`'"));
  deepStrictEqual(tokenize('rm "$HOME"'), tokenize("rm $HOME"));
  deepStrictEqual(tokenize(String.raw`rm "\$HOME"`), tokenize("rm '$HOME'"));
});

Deno.test("tokenize tells an operator from a quoted one and needs no spaces around it", () => {
  deepStrictEqual(tokenize("a&&b|c>d 2>/dev/null"), tokenize("a && b | c > d 2> /dev/null"));
  notDeepStrictEqual(tokenize("a && b"), tokenize("a '&&' b"));
  notDeepStrictEqual(tokenize("echo 2 > f"), tokenize("echo 2> f"));
});

Deno.test("tokenize takes a line end for a semicolon, but not after do, then and operators", () => {
  deepStrictEqual(tokenize("while a; do\n  b\n  c\ndone\n"), tokenize("while a; do b; c; done"));
  deepStrictEqual(tokenize("a &&\n b"), tokenize("a && b"));
});

Deno.test("tokenize reads both kinds of command substitution alike, with quotes and groups in them", () => {
  deepStrictEqual(tokenize("rpm -q `rpm -qp 'x.rpm'`"), tokenize("rpm -q $(rpm -qp x.rpm)"));
  deepStrictEqual(tokenize(`a "$(b (c) ')')" d`).length, 3);
});

Deno.test("tokenize does not stumble over a quote that is never closed", () => {
  deepStrictEqual(words("echo 'abc"), ["echo", "abc"]);
  deepStrictEqual(words("echo $(abc"), ["echo", "\u0001$(abc)"]);
});

Deno.test("splitAnd leaves groups together", () => {
  deepStrictEqual(splitAnd(tokenize("a && (b && c) && d '&&' e")).map(show), ["a", "( b && c )", "d '&&' e"]);
});
