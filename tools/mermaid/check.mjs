// Reads flowcharts from standard input, as a JSON array of texts, and has mermaid parse each.
// What it refuses is told with the reason, and makes the exit status 1.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

// mermaid cleans labels with the DOM of a browser.
const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');

for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const { diagramType } = await mermaid.parse(text);
    if (!diagramType.startsWith('flowchart')) throw new Error(`it is a ${diagramType}`);
  } catch (e) {
    console.error(`${e.message}\n\nin:\n${text}`);
    process.exitCode = 1;
  }
}
