// MJML's own compiler as a warm process: one JSON request a line, one answer a line with the milliseconds of the compilations alone.
const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const loaded = require("mjml");

const compile = loaded.default ?? loaded;
const options = { validationLevel: "skip", keepComments: false };

async function answer(line) {
  const { files, times } = JSON.parse(line);
  const sources = files.map((file) => readFileSync(file, "utf8"));
  let bytes = 0;
  const started = performance.now();
  for (let round = 0; round < times; round += 1) {
    for (const source of sources) bytes += (await compile(source, options)).html.length;
  }
  console.log(JSON.stringify({ milliseconds: performance.now() - started, bytes }));
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) await answer(line);
})();
