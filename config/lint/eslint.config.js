import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { limits } from './limits.js';
import { ownLines } from './own-lines.js';

/** @param {number} maxOwn @returns {import('eslint').Linter.RulesRecord} */
const functionLength = (maxOwn) => ({
  'popstage/own-lines': ['error', { maxOwn, maxWhole: Math.max(maxOwn, limits.factory) }],
});

/** What the pure domain must not reach for: time, chance and ids arrive as data (architecture, "The idea"). */
const impure = [
  { object: 'Date', property: 'now', message: 'Time arrives in the context of the decision.' },
  { object: 'Math', property: 'random', message: 'Randomness arrives as data.' },
  { object: 'performance', property: 'now', message: 'Time arrives in the context of the decision.' },
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a name can be searched for.',
};
const noEnum = {
  selector: 'TSEnumDeclaration',
  message: 'Node strips types; write a union or a const table.',
};

export default defineConfig(
  { ignores: ['node_modules/', '**/dist/', '.popstage/', '.tap/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    plugins: { popstage: { rules: { 'own-lines': ownLines } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: process.cwd() } },
    rules: {
      ...functionLength(limits.function),
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafePromises: [
            { from: 'package', name: 'PromiseWithSubtest', package: '@tapjs/core' },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      // Numbers in messages are fine; objects and undefined are not.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Ports are objects of closures, which may be taken apart; classes here keep `this` to themselves.
      '@typescript-eslint/unbound-method': 'off',
      // An async function without await keeps a port's signature; the rule would force noise.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['server/domain/**'],
    rules: {
      'no-restricted-properties': ['error', ...impure],
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        noEnum,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time arrives as data.',
        },
        { selector: 'ThrowStatement', message: '`decide` and `evolve` are total: return a rejection.' },
        {
          selector: 'FunctionDeclaration[async=true], ArrowFunctionExpression[async=true]',
          message: 'Pure.',
        },
      ],
    },
  },
  {
    // assertNever lives here: the one place of the domain that throws, and only where types were betrayed.
    files: ['server/domain/decision.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noEnum] },
  },
  { files: ['client-demo/**/*.tsx'], rules: functionLength(limits.component) },
  { files: ['test/**'], rules: functionLength(limits.testFunction) },
  {
    // Programs that speak to a person at a terminal.
    files: ['scripts/**', 'bench/**', 'test/**', 'server/main.ts', 'worker/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Vite and ESLint read a default export.
    files: ['config/lint/**', 'client-demo/vite.config.*'],
    rules: { 'no-restricted-syntax': ['error', noEnum] },
  },
  {
    // JavaScript runs before anything is installed; tsc checks its JSDoc types, the unsafe family cannot. Tests look
    // at what came over a wire: the assertion is the check.
    files: ['**/*.js', '**/*.mjs', 'test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      'no-undef': 'off',
    },
  },
);
