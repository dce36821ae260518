import { readFileSync } from "node:fs";

const { getDocument } = await import(process.env.PDFJS);

// Prints the words of PDF files in the order of their structure trees, a line for each piece of text, without those of
// pictures and lists of contents. PDFJS is the path of pdf.mjs of the npm package pdfjs-dist.
for (const file of process.argv.slice(2)) {
  const document = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const content = await page.getTextContent({ includeMarkedContent: true });
    const words = new Map();
    let open = [];
    for (const item of content.items) {
      if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") open.push(item.id ?? null);
      else if (item.type === "endMarkedContent") open.pop();
      else {
        const id = open.filter((it) => it !== null).at(-1);
        if (id) words.set(id, (words.get(id) ?? "") + item.str + (item.hasEOL ? " " : ""));
      }
    }
    const walk = (node) => {
      if (node.role === "Figure" || node.role === "TOC") return;
      if (node.type === "content") console.log(words.get(node.id) ?? "");
      (node.children ?? []).forEach(walk);
    };
    walk(await page.getStructTree());
  }
}
