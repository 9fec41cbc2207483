import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * The browser gets types, constants and error codes of the protocol, never its schemas. A build that would
 * carry the schema library or a server package fails here instead of growing in silence.
 */
const refuseServerPackages = (): Plugin => ({
  name: 'popstage-refuse-server-packages',
  enforce: 'pre',
  resolveId(id, importer) {
    if (/^(typebox|fastify|mediasoup|pino)(\/|$)|^node:/.test(id)) {
      throw new Error(`${id} must not reach the browser (imported by ${importer ?? 'nobody'})`);
    }
    return null;
  },
});

const serviceWorker = 'src/service-worker/worker.ts';

/** Not every browser loads modules in a service worker: one that shares code with the app would have an import. */
const refuseSharedServiceWorker = (): Plugin => ({
  name: 'popstage-refuse-shared-service-worker',
  generateBundle(_options, bundle) {
    const { 'sw.js': built } = bundle;
    if (built?.type !== 'chunk') throw new Error('the service worker was not built as sw.js');
    const shared = [...built.imports, ...built.dynamicImports];
    if (shared.length > 0) throw new Error(`the service worker shares ${shared.join(', ')} with the app`);
  },
});

/** Pages of the app and languages that a till must have without a line; the reader of barcodes comes along with it. */
const tillParts = /\/src\/(pages\/till\/page\.tsx|messages\/(de|ar)\/catalogue\.ts)$/;

/** Writes down what the till page loads, for the service worker to keep (src/service-worker/till-shell.ts). */
const listTillShell = (): Plugin => ({
  name: 'popstage-list-till-shell',
  // Last of all: only then are the chunks gone that held nothing but styles.
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const files = new Set<string>();
      const take = (fileName: string, follows: boolean) => {
        const chunk = chunks.find((one) => one.fileName === fileName);
        if (files.has(fileName) || chunk === undefined) return;
        files.add(fileName);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
        for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
        for (const other of chunk.imports) take(other, false);
        if (follows) for (const other of chunk.dynamicImports) take(other, true);
      };
      const entry = chunks.find(({ isEntry, name }) => isEntry && name === 'app');
      if (entry === undefined) throw new Error('the app has no entry');
      take(entry.fileName, false);
      for (const { facadeModuleId, fileName } of chunks)
        if (facadeModuleId !== null && tillParts.test(facadeModuleId)) take(fileName, true);
      const source = JSON.stringify({ entry: entry.fileName, files: [...files].map((file) => `/${file}`) });
      this.emitFile({ type: 'asset', fileName: 'till-shell.json', source });
    },
  },
});

const serverOrigin = process.env['POPSTAGE_ORIGIN'] ?? 'http://127.0.0.1:8080';

// Vite asks for a default export.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    refuseServerPackages(),
    refuseSharedServiceWorker(),
    listTillShell(),
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // light-dark(), :has() and nesting are used as they are; all three engines have them since May 2024.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    sourcemap: false,
    reportCompressedSize: true,
    rolldownOptions: {
      input: { app: `${import.meta.dirname}/index.html`, sw: `${import.meta.dirname}/${serviceWorker}` },
      // Browsers look for the service worker at a name that stays.
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: {
      '/api': { target: serverOrigin, ws: true },
      '/media': serverOrigin,
    },
  },
});
