import fastifyStatic from '@fastify/static';
import { Type } from 'typebox';
import type { Readable } from 'node:stream';
import { basename, dirname } from 'node:path';
import type { BlobStore } from '#application/blobs/blob-store.ts';
import { mediaTypes } from '#application/blobs/media-type.ts';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import { MediaIdSchema } from '#protocol/ids.ts';
import type { UploadedMedia } from '#protocol/views.ts';
import { shut, type RouteApp } from './route-app.ts';

const OneMedia = Type.Object({ mediaId: MediaIdSchema }, shut);
const tags = ['Pictures and clips'];

interface Deps {
  readonly blobs: BlobStore;
  readonly config: Pick<Config, 'pictureBytes' | 'clipBytes'>;
}

/** Pictures and clips of the slate. The body of an upload is the file itself. */
export async function registerMediaRoutes(app: RouteApp, { blobs, config }: Deps): Promise<void> {
  await app.register(async (scope: RouteApp) => {
    // Whatever the uploader calls it, the bytes go to the store unread; their first ones say what they are.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post(
      '/api/media',
      {
        config: { access: ['admin', 'host', 'staff'] },
        bodyLimit: Math.max(config.clipBytes, config.pictureBytes),
        schema: { tags, summary: 'Uploads a PNG, JPEG, WebP, GIF, MP4 or WebM', consumes: ['*/*'] },
      },
      async (request, reply): Promise<UploadedMedia> => {
        // The parser above hands on the stream; without a body there is none.
        const content = request.body as Readable | undefined;
        if (content === undefined) throw new Refusal('request-invalid', { body: 'must be the file itself' });
        const limits = { picture: config.pictureBytes, clip: config.clipBytes };
        // Left open when the store has read enough: a destroyed request takes its socket along, and the refusal with it.
        const chunks = content.iterator({ destroyOnReturn: false });
        const { mediaId, contentType, sizeBytes } = await blobs.save(chunks, limits);
        void reply.code(201);
        return { mediaId, kind: mediaTypes[contentType], contentType, sizeBytes };
      },
    );
  });
  await app.register(async (scope: RouteApp) => {
    await scope.register(fastifyStatic, { serve: false, root: process.cwd() });
    scope.get(
      '/media/:mediaId',
      {
        config: { access: 'public' },
        schema: { tags, summary: 'A picture or clip; ranges work', params: OneMedia },
      },
      async (request, reply) => {
        const blob = await blobs.find(request.params.mediaId);
        if (blob === undefined) throw new Refusal('method-unknown');
        // Uploads come from people: whatever a browser takes such a file for, it may not act as a page of ours.
        void reply.header('content-security-policy', "default-src 'none'; sandbox");
        void reply.type(blob.contentType);
        return reply.sendFile(basename(blob.path), dirname(blob.path), {
          contentType: false,
          immutable: true,
          maxAge: '365d',
          etag: false,
          lastModified: false,
        });
      },
    );
  });
}
