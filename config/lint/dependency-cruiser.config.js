/**
 * Who may import whom (server/ARCHITECTURE.md has the same table in prose). `values` may be imported as they
 * are, `types` only with `import type`. Own folder and `anyone` always may; `packages` are npm's, none where absent.
 *
 * @typedef {object} Layer
 * @property {string} folder A pattern; what it does not name is outside.
 * @property {readonly string[]} [values]
 * @property {readonly string[]} [types]
 * @property {readonly string[]} [packages] Absent: any package of package.json.
 * @property {boolean} [node] `false`: no module of Node either.
 */

/** `assertNever` closes every switch of the tree, so it stands at the bottom and anyone may import it. */
const anyone = '^server/domain/decision\\.ts$';
/** What the browser bundle may carry of the protocol at run time: constants, never the schema library. */
const browserSafe =
  '^server/protocol/(close-codes|commerce-errors|error-row|errors|roles|room-limits|version)\\.ts$';

const protocol = '^server/protocol/';
const domain = '^server/domain/';
const errorTable = '^server/protocol/errors\\.ts$';
const ports = '^server/application/(ports|principal)\\.ts$';
/** Branded ids stand in the types of every message, so who reads messages may name them. */
const ids = '^server/domain/ids\\.ts$';
/** What a state comes to is said once, in the domain, and presented as it is said there. */
const selectors = '^server/domain/[a-z]+/(selectors|increments|owed)\\.ts$';
/** One place turns states into what a browser sees, for both wires. */
const presentation = '^server/realtime/((commerce/)?present-[a-z-]+|audience)\\.ts$';
const telemetry = '^server/telemetry/';
const config = '^config/[^/]+\\.ts$';

/** @type {Readonly<Record<string, Layer>>} */
const layers = {
  domain: { folder: domain, packages: [], node: false },
  protocol: { folder: protocol, types: [domain], packages: ['typebox', 'mediasoup-client'] },
  application: { folder: '^server/application/', values: [domain, protocol] },
  storage: { folder: '^server/storage/', values: [ports, domain], types: ['^server/application/'] },
  bus: { folder: '^server/bus/', values: [ports], types: [domain] },
  payment: {
    folder: '^server/payment/',
    values: [errorTable],
    types: ['^server/application/', domain],
    packages: ['stripe', 'lru-cache'],
  },
  telemetry: { folder: telemetry, values: [config] },
  media: { folder: '^server/media/', values: [protocol, config, telemetry] },
  realtime: {
    folder: '^server/realtime/',
    values: ['^server/application/', selectors, protocol, config, telemetry],
    types: [domain, '^server/media/'],
  },
  http: {
    folder: '^server/http/',
    values: ['^server/application/', presentation, protocol, config, telemetry],
    types: [domain, '^server/media/'],
  },
  worker: { folder: '^worker/', values: [protocol, config, telemetry] },
  'client-demo': { folder: '^client-demo/', values: [browserSafe], types: [protocol, ids] },
  config: { folder: '^config/' },
};

/** @param {string} folder */
const elsewhere = (folder) => ({ path: folder, pathNot: '\\.test\\.ts$' });

/** @param {string} name @param {Layer} layer @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
const rulesOf = (name, { folder, values = [], types = [], packages, node }) => {
  const ours = ['^(server|worker|client-demo|config|test|scripts|bench)/'];
  const mayBeValue = [folder, anyone, ...values];
  /** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
  const rules = [
    {
      name: `${name}-imports-only-what-its-layer-may`,
      severity: 'error',
      from: elsewhere(folder),
      to: { path: ours, pathNot: [...mayBeValue, ...types] },
    },
    {
      name: `${name}-imports-these-as-types-only`,
      severity: 'error',
      from: elsewhere(folder),
      to: { path: ours, pathNot: mayBeValue, dependencyTypesNot: ['type-only'] },
    },
  ];
  if (packages) {
    const allowed = packages.map((wanted) => `^node_modules/${wanted}/`);
    const to = { path: '^node_modules/', ...(allowed.length > 0 ? { pathNot: allowed } : {}) };
    rules.push({ name: `${name}-uses-few-packages`, severity: 'error', from: elsewhere(folder), to });
  }
  if (node === false) {
    rules.push({
      name: `${name}-runs-without-node`,
      severity: 'error',
      from: elsewhere(folder),
      to: { dependencyTypes: ['core'] },
    });
  }
  return rules;
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(layers).flatMap(([name, layer]) => rulesOf(name, layer)),
    {
      name: 'browser-safe-files-need-no-schema-library',
      comment:
        'What the browser may import at run time must itself import nothing but types, and each other.',
      severity: 'error',
      from: { path: browserSafe },
      to: { pathNot: browserSafe, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-main-knows-adapters',
      comment:
        'Only the entry points, and the two foundations they choose from, name adapters of storage, bus and payment.',
      severity: 'error',
      from: {
        path: '^(server|worker|client-demo|config)/',
        pathNot: ['^server/((main|admin-link)\\.ts|foundation/|storage/|bus/|payment/)'],
      },
      to: { path: '^server/(storage|bus|payment)/' },
    },
    {
      name: 'nothing-imports-an-entry-point',
      severity: 'error',
      from: { pathNot: '^(test|scripts|bench)/' },
      to: { path: '^(server|worker)/(main|admin-link)\\.ts$' },
    },
    {
      name: 'production-code-imports-no-test',
      severity: 'error',
      from: { path: '^(server|worker|client-demo|config)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'servers-run-without-dev-dependencies',
      severity: 'error',
      from: { path: '^(server|worker)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circles',
      comment:
        'Circles of types, or over a page that is loaded later, are harmless; others make the order matter.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'every-package-is-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.popstage|\\.tap)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
