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

const serverOrigin = process.env['POPSTAGE_ORIGIN'] ?? 'http://127.0.0.1:8080';

// Vite asks for a default export.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    refuseServerPackages(),
    refuseSharedServiceWorker(),
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
