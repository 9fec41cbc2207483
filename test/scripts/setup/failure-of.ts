/** The error of a given class that some work must end with, for a closer look; anything else fails the test. */
export async function failureOf<T extends Error>(
  running: Promise<unknown>,
  kind: new (...args: never[]) => T,
): Promise<T> {
  try {
    await running;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`it should have failed with ${kind.name}`);
}
