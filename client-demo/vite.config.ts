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

const serverOrigin = process.env['POPSTAGE_ORIGIN'] ?? 'http://127.0.0.1:8080';

// Vite asks for a default export.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [refuseServerPackages(), preact({ devToolsEnabled: false, prefreshEnabled: false })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // light-dark(), :has() and nesting are used as they are; all three engines have them since May 2024.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    sourcemap: false,
    reportCompressedSize: true,
  },
  server: {
    proxy: {
      '/api': { target: serverOrigin, ws: true },
      '/media': serverOrigin,
    },
  },
});
