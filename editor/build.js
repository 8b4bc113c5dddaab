// Makes il6ld/pages/assets/editor.js of src/, and beside it the licences of all that it holds.

import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const OUT = process.env.EDITOR_OUT ?? "../il6ld/pages/assets";
const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;

process.chdir(import.meta.dirname);
const { metafile } = await build({
  entryPoints: ["src/page.js"],
  outfile: `${OUT}/editor.js`,
  bundle: true,
  minify: true,
  format: "iife", // a module would not load from a folder, by file:
  target: "es2022",
  charset: "ascii",
  legalComments: "none", // they stand in the notice
  banner: { js: "/* Made of editor/ by npm run build. Licences: editor.LICENSES.txt */" },
  metafile: true,
  logLevel: "warning",
});

const [{ inputs }] = Object.values(metafile.outputs);
const bundled = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
const names = new Set(bundled.map(([path]) => PACKAGE.exec(path)?.[1]).filter(Boolean));
const notices = await Promise.all([...names].sort().map(notice));
await writeFile(`${OUT}/editor.LICENSES.txt`, `editor.js holds these packages.\n\n${notices.join("\n")}`);

async function notice(name) {
  const { version, license } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const text = await readFile(`node_modules/${name}/LICENSE`, "utf8");
  return `== ${name} ${version} (${license})\n\n${text.trim().replaceAll("\r\n", "\n")}\n`;
}
