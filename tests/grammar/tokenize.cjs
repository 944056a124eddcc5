// The scopes that VS Code's own engine gives: one JSON list of [start, end, scopes] for each line of the file named first.
const fs = require("fs");
const path = require("path");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const [file, grammar] = process.argv.slice(2);
const wasm = fs.readFileSync(path.join(path.dirname(require.resolve("vscode-oniguruma")), "onig.wasm")).buffer;

async function main() {
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(grammar, "utf8"), grammar),
  });
  const found = await registry.loadGrammar("source.fcst");
  let stack = textmate.INITIAL;
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    const read = found.tokenizeLine(line, stack);
    stack = read.ruleStack;
    const tokens = read.tokens.map((token) => [token.startIndex, Math.min(token.endIndex, line.length), token.scopes.slice(1)]);
    console.log(JSON.stringify(tokens));
  }
}
main();
