// MJML's own compiler as a warm process: one JSON request a line, one answer a line.
// {"files": [...], "times": n} is answered with the milliseconds of the compilations alone, {"sources": [...]} with their HTML.
const { readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const loaded = require("mjml");

const compile = loaded.default ?? loaded;
const options = { validationLevel: "skip", keepComments: false };

async function time(files, times) {
  const sources = files.map((file) => readFileSync(file, "utf8"));
  let bytes = 0;
  const started = performance.now();
  for (let round = 0; round < times; round += 1) {
    for (const source of sources) bytes += (await compile(source, options)).html.length;
  }
  return { milliseconds: performance.now() - started, bytes };
}

async function answer({ files, times, sources }) {
  if (files) return time(files, times);
  return { html: await Promise.all(sources.map(async (source) => (await compile(source, options)).html)) };
}

(async () => {
  for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line))));
})();
