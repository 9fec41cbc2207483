import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '#protocol/errors.ts';

const maximumFaults = 8;

/**
 * Checks and changes nothing: the compilers of Fastify and of its TypeBox provider turn `"5"` into 5 and drop
 * unknown keys, and a client that is wrong should hear of it. Refuses with `request-invalid` and the faulty fields.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const validator = Compile(schema);
  return (value) => {
    // An absent body is undefined; a schema judges it like an empty one.
    const said: unknown = value ?? {};
    if (validator.Check(said)) return { value: said };
    return { error: new Refusal('request-invalid', faultsOf(validator.Errors(said))) };
  };
};

/** Field names with what was expected of them; values are not repeated, because they may be secrets. */
export function faultsOf(errors: readonly FastifySchemaValidationError[]): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { keyword, instancePath, message, params } of errors) {
    // "schema is false" is how an unknown key reads from the inside; the object around it names it better.
    if (keyword === 'boolean') continue;
    for (const field of fieldsOf(instancePath, params)) {
      if (Object.keys(faults).length >= maximumFaults) return faults;
      faults[field] ??= message ?? 'is not as the schema demands';
    }
  }
  return faults;
}

/** A fault of a whole object names the keys that are missing or too many. */
function fieldsOf(instancePath: string, params: Readonly<Record<string, unknown>>): readonly string[] {
  const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
  const keys = [params['additionalProperties'], params['requiredProperties']].flat();
  const names = keys.filter((key) => typeof key === 'string').map((key) => key.slice(0, 64));
  if (names.length === 0) return [path === '' ? 'body' : path];
  return names.map((name) => (path === '' ? name : `${path}.${name}`));
}
