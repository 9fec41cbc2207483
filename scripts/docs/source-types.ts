import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A member of an interface or of a table of schemas, with its comment. */
export interface Member {
  readonly name: string;
  /** Its docstring as one paragraph, or empty. */
  readonly comment: string;
  /** Its type or value as written. */
  readonly text: string;
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

const commentOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '')
    .join(' ')
    .replaceAll(/\s+/g, ' ');

/** What the compiler does not count as part of a type: `readonly` says nothing on a wire. */
const wireText = (text: string): string => text.replaceAll(/\breadonly /g, '');

/** The members of `interface name` in a file. */
export function membersOf(file: string, name: string): readonly Member[] {
  const found = parse(file).statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found) throw new Error(`${file} declares no interface ${name}`);
  return found.members.filter(ts.isPropertySignature).map((member) => ({
    name: memberName(member.name),
    comment: commentOf(member),
    text: wireText(member.type?.getText() ?? 'unknown'),
  }));
}

/** The docstrings inside `const name = { … }`, by key. */
export function commentsIn(file: string, name: string): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name && node.initializer) {
      const table = ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (!ts.isObjectLiteralExpression(table)) return;
      for (const property of table.properties.filter(ts.isPropertyAssignment)) {
        comments.set(memberName(property.name), commentOf(property));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return comments;
}

/** The interfaces and type aliases of a file as written, comments included, without those made from schemas. */
export function declarationsIn(file: string, except: readonly string[] = []): string {
  const source = parse(file);
  return source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    .filter((statement) => !except.includes(statement.name.text))
    .filter((statement) => !/\b(Static|keyof|types)\b/.test(aliasText(statement)))
    .map((statement) => wireText(statement.getFullText(source).trim()).replaceAll(/^export /gm, ''))
    .join('\n\n');
}

const aliasText = (statement: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string =>
  ts.isTypeAliasDeclaration(statement) ? statement.type.getText() : '';

const memberName = (name: ts.PropertyName): string =>
  ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText();
