/**
 * `own-lines`: how long a function is, without the functions inside it. A factory that returns an object of small
 * closures is a class by other means, so it is measured as one: each closure by itself, and the whole by `maxWhole`.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const ownLines = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'object', properties: { maxOwn: { type: 'integer' }, maxWhole: { type: 'integer' } } }],
    messages: {
      long: '{{own}} lines of its own, {{whole}} in all; at most {{maxOwn}}, {{maxWhole}} in all.',
    },
  },
  create(context) {
    const { maxOwn, maxWhole } = context.options[0];
    const codeLines = codeLinesOf(context.sourceCode);
    /** @type {Set<number>[]} For each open function, the lines that belong to functions inside it. */
    const open = [];
    /** @param {import('estree').Node} node */
    const leave = (node) => {
      const inner = open.pop() ?? new Set();
      const { start, end } = node.loc ?? { start: { line: 0 }, end: { line: 0 } };
      const whole = codeLines.filter((line) => line >= start.line && line <= end.line);
      const own = whole.filter((line) => !inner.has(line));
      if (own.length > maxOwn || whole.length > maxWhole) {
        const data = { own: `${own.length}`, whole: `${whole.length}`, maxOwn, maxWhole };
        context.report({ loc: { line: start.line, column: 0 }, messageId: 'long', data });
      }
      // Its first line, where a closure is named, belongs to whoever holds it.
      for (const line of whole) if (line > start.line) open.at(-1)?.add(line);
    };
    const enter = () => void open.push(new Set());
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': leave,
      'FunctionExpression:exit': leave,
      'ArrowFunctionExpression:exit': leave,
    };
  },
};

/** The numbers of the lines that hold code: not empty, not only a comment. @param {import('eslint').SourceCode} source */
function codeLinesOf(source) {
  return [...new Set(source.ast.tokens.flatMap(({ loc }) => linesBetween(loc)))];
}

/** @param {{ start: { line: number }, end: { line: number } }} loc */
function linesBetween({ start, end }) {
  return Array.from({ length: end.line - start.line + 1 }, (_, offset) => start.line + offset);
}
