import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Ends the script with 2, which says that there was nothing to do. */
export const endWithUsage = (usage: string): never => {
  console.error(`usage: ${usage}`);
  process.exit(2);
};

/** A script's arguments by node:util's parseArgs; ends the script with its usage where they make no sense. */
export const readArguments = <T extends ParseArgsConfig>(
  config: T,
  usage: string,
): ReturnType<typeof parseArgs<T>> => {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return endWithUsage(usage);
  }
};
