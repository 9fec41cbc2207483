import { Type } from 'typebox';
import type { EmailSignIn } from '#application/identity/email-sign-in.ts';
import { principalOf } from '../access.ts';
import { LanguageSchema } from './contacts.ts';
import { shut, type RouteApp } from './route-app.ts';

const Asked = Type.Object(
  {
    email: Type.String({ maxLength: 254, description: 'Where the link is mailed.' }),
    language: LanguageSchema,
  },
  shut,
);

/** Sign-in by a mailed link. Says the same whether the address is known or not. */
export function registerSignInRoutes(app: RouteApp, signIn: EmailSignIn, perMinute: number): void {
  app.post(
    '/api/sign-in',
    {
      // The crew has links of its own; a viewer's in their browser would take their role away.
      config: { access: ['viewer'], rateLimit: { max: perMinute, timeWindow: 60_000 } },
      schema: { tags: ['Buyers'], summary: 'Mails a link that signs in', body: Asked },
    },
    async (request, reply) => {
      const { email, language } = request.body;
      const { personId } = principalOf(request);
      await signIn.ask({ email, language, personId, origin: request.headers.origin });
      return reply.code(202).send({});
    },
  );
}
