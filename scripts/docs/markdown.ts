import { format } from 'prettier';
import type { Block } from './document.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`;
    case 'paragraph':
      return block.text;
    case 'code':
      return `\`\`\`ts\n${block.text}\n\`\`\``;
    case 'table':
      return [line(block.header), line(block.header.map(() => '---')), ...block.rows.map(line)].join('\n');
  }
}

/** The document as Markdown. */
export const markdownOf = (blocks: readonly Block[]): Promise<string> =>
  format(blocks.map(blockText).join('\n\n'), {
    parser: 'markdown',
    printWidth: 110,
    embeddedLanguageFormatting: 'off',
  });
