// Comunica asks an endpoint: queries by name as JSON on standard input, answers as SPARQL 1.1 JSON by name out.

import { QueryEngine } from "@comunica/query-sparql";

/** All that a stream holds, as text. */
async function whole(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

const [endpoint] = process.argv.slice(2);
const sources = [{ type: "sparql", value: endpoint }];
const engine = new QueryEngine();
const answers = {};
for (const [name, query] of Object.entries(JSON.parse(await whole(process.stdin)))) {
  const { data } = await engine.resultToString(await engine.query(query, { sources }), "application/sparql-results+json");
  answers[name] = JSON.parse(await whole(data));
}
process.stdout.write(JSON.stringify(answers));
