import type { Readable } from 'node:stream';
import type { ProductPictures } from '#application/pictures/product-pictures.ts';
import { Refusal } from '#protocol/errors.ts';
import type { ProductPicture } from '#protocol/buyer-views.ts';
import type { RouteApp } from './route-app.ts';

/** Pictures of products. The body of an upload is the file itself. */
export async function registerPictureRoutes(
  app: RouteApp,
  pictures: ProductPictures,
  pictureBytes: number,
): Promise<void> {
  await app.register(async (scope: RouteApp) => {
    // Whatever the uploader calls it, its first bytes say what it is.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post(
      '/api/product-pictures',
      {
        config: { access: ['admin', 'host', 'staff'] },
        bodyLimit: pictureBytes,
        schema: {
          tags: ['Pictures and clips'],
          summary: 'Uploads a picture of a product; kept as WebP of two sizes, without what a camera notes',
          consumes: ['*/*'],
        },
      },
      async (request, reply): Promise<ProductPicture> => {
        // The parser above hands on the stream; without a body there is none.
        const content = request.body as Readable | undefined;
        if (content === undefined) throw new Refusal('request-invalid', { body: 'must be the file itself' });
        // Left open when enough was read: a destroyed request takes its socket along, and the refusal with it.
        const saved = await pictures.save(content.iterator({ destroyOnReturn: false }));
        void reply.code(201);
        return saved;
      },
    );
  });
}
