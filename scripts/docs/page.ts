import type { Block } from './document.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const inline = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const row = (tag: 'td' | 'th', cells: readonly string[]): string =>
  `<tr>${cells.map((text) => `<${tag}>${inline(text)}</${tag}>`).join('')}</tr>`;

function blockMarkup(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} id="${anchorOf(block.text)}">${inline(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'code':
      return `<pre tabindex="0"><code>${escaped(block.text)}</code></pre>`;
    case 'table': {
      const body = block.rows.map((cells) => row('td', cells)).join('\n');
      return `<div class="wide" tabindex="0"><table>\n<thead>${row('th', block.header)}</thead>\n<tbody>\n${body}\n</tbody>\n</table></div>`;
    }
  }
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 16px 20px 64px; max-width: 960px; font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 32px; } h2 { font-size: 24px; margin-top: 48px; } h3 { font-size: 18px; margin-top: 32px; }
nav a { display: inline-block; padding: 10px 16px 10px 0; }
code { font: 0.9em/1.5 ui-monospace, monospace; }
pre, .wide { overflow-x: auto; } pre { padding: 12px 16px; border-radius: 8px; background: light-dark(#f3f3f6, #1d1d24); }
table { border-collapse: collapse; } th, td { padding: 6px 16px 6px 0; text-align: start; vertical-align: top; }
tr + tr td { border-top: 1px solid light-dark(#ddd, #333); }
a { color: light-dark(#2743c8, #a7b6ff); }
`;

/** The document as one self-contained page without a script, so that any policy lets it through. */
export function pageOf(title: string, blocks: readonly Block[]): string {
  const sections = blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [block.text] : [],
  );
  const links = sections.map((text) => `<a href="#${anchorOf(text)}">${inline(text)}</a>`).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
<nav aria-label="Sections">
${links}
</nav>
<main>
${blocks.map(blockMarkup).join('\n')}
</main>
</html>
`;
}
