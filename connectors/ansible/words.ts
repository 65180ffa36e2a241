/** Splits a line of an INI inventory into words as a shell does: quotes, backslashes, comments. @throws {Error} */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index++) {
    const letter = line[index]!;
    if (quote !== "") {
      if (letter === quote) quote = "";
      else if (quote === '"' && letter === "\\" && /["\\]/.test(line[index + 1] ?? "")) word += line[++index]!;
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= "";
    } else if (letter === "\\" && index + 1 < line.length) {
      word = (word ?? "") + line[++index]!;
    } else if (letter === "#") {
      // As Python's shlex has it, a comment also begins inside of a word.
      break;
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + letter;
    }
  }
  if (quote !== "") throw new Error(`a quote ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words;
}
