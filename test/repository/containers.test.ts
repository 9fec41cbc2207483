import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { test } from 'tap';
import { parse } from 'yaml';
import { schema } from '#config/schema.ts';
import { allFiles, textOf } from './tracked-files.ts';

const dockerfile = DockerfileParser.parse(textOf('Dockerfile'));

interface Stage {
  readonly name: string;
  readonly from: From;
  readonly instructions: readonly Instruction[];
}

/** The stages in order, each with what stands between its FROM and the next. */
const stages: readonly Stage[] = dockerfile.getFROMs().map((from, index, froms) => {
  const firstLine = from.getRange().start.line;
  const nextLine = froms[index + 1]?.getRange().start.line ?? Infinity;
  const instructions = dockerfile.getInstructions().filter((instruction) => {
    const { line } = instruction.getRange().start;
    return line > firstLine && line < nextLine;
  });
  return { name: from.getBuildStage() ?? '', from, instructions };
});

const targets = stages.filter(({ name }) => name === 'server' || name === 'worker');
const argumentsOf = (stage: Stage, keyword: string): string[] =>
  stage.instructions
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArgumentsContent() ?? '');

/** Read by Node, npm or the shell, not by our settings. */
const foreignVariables = ['PATH', 'NODE_ENV', 'npm_config_cache', 'POPSTAGE_CACHE'];
const settings = new Set<string>(Object.values(schema).map(({ env }) => env));
const unknownSettings = (names: readonly string[]): string[] =>
  names.filter((name) => !settings.has(name) && !foreignVariables.includes(name));

test('there is an image of the server and one of the worker, from one pinned base', async (t) => {
  t.same(
    targets.map(({ name }) => name),
    ['server', 'worker'],
  );
  const bases = stages.map(({ from }) => from.getImage() ?? '');
  t.match(bases[0], /^node:24-\w+-slim$/);
  const ours = stages.map(({ name }) => name);
  t.ok(bases.slice(1).every((base) => ours.includes(base)));
});

test('neither image runs as root, and both say whether they are well', async (t) => {
  for (const target of targets) {
    t.same(argumentsOf(target, 'USER'), ['node'], target.name);
    t.equal(argumentsOf(target, 'HEALTHCHECK').length, 1, target.name);
    t.match(
      argumentsOf(target, 'CMD')[0],
      /^\["node", "(server|worker)\/main\.ts"\]$/,
      'without a shell between',
    );
  }
});

test('nothing is written after an image gave up being root', async (t) => {
  for (const { name, instructions } of targets) {
    const keywords = instructions.map((instruction) => instruction.getKeyword());
    t.same(
      keywords
        .slice(keywords.indexOf('USER') + 1)
        .filter((keyword) => ['RUN', 'COPY', 'ADD'].includes(keyword)),
      [],
      name,
    );
  }
});

test('what an image copies exists', async (t) => {
  const names = stages.map(({ name }) => name);
  for (const copy of dockerfile.getCOPYs()) {
    const stage = copy.getFromFlag()?.getValue();
    if (stage !== undefined && stage !== null) {
      t.ok(names.includes(stage), `stage ${stage}`);
      continue;
    }
    const sources = copy.getArguments().map((argument) => argument.getValue());
    for (const source of sources.slice(0, -1)) {
      t.ok(
        source === '.' || allFiles.some((file) => file === source || file.startsWith(`${source}/`)),
        source,
      );
    }
  }
});

test('packages of the system come without recommendations, and without their lists', async (t) => {
  const runs = stages
    .flatMap((stage) => argumentsOf(stage, 'RUN'))
    .filter((run) => run.includes('apt-get install'));
  t.ok(runs.length > 0);
  t.ok(
    runs.every((run) => run.includes('--no-install-recommends') && run.includes('rm -rf /var/lib/apt/lists')),
  );
});

test('every variable that the images set is a setting', async (t) => {
  const names = dockerfile
    .getENVs()
    .flatMap((env) => env.getProperties().map((property) => property.getName()));
  t.same(unknownSettings(names), []);
});

// The file is ours; Docker's own check of it needs an engine.
const compose = parse(textOf('compose.yaml'), { strict: true, uniqueKeys: true, merge: true }) as {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly build?: { readonly target: string };
        readonly image?: string;
        readonly environment?: Readonly<Record<string, unknown>>;
        readonly volumes?: readonly string[];
        readonly depends_on?: Readonly<Record<string, unknown>>;
      }
    >
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);

test('compose runs servers, worker and Redis, each from a target or a pinned image', async (t) => {
  t.same(Object.keys(compose.services), ['server', 'second-server', 'worker', 'redis']);
  for (const [name, { build, image }] of services) {
    if (build)
      t.ok(
        targets.some((target) => target.name === build.target),
        name,
      );
    else t.match(image, /^[\w/]+:\d[\w.-]*$/, name);
  }
});

test('compose sets only settings, mounts only its volumes and waits only for its services', async (t) => {
  for (const [name, { environment = {}, volumes = [], depends_on = {} }] of services) {
    t.same(unknownSettings(Object.keys(environment)), [], name);
    t.ok(
      volumes.every((volume) => (volume.split(':')[0] ?? '') in compose.volumes),
      name,
    );
    t.ok(
      Object.keys(depends_on).every((service) => service in compose.services),
      name,
    );
  }
});
