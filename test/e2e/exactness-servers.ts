import {
  expressProgram,
  fastifyProgram,
  pumaProgram,
  type ServerProgram,
  serverGems,
  serverPackages,
  webrickProgram,
} from './counting-server.ts';

export interface ServerCase {
  readonly server: string;
  readonly program: ServerProgram;
  readonly perProcess: number;
  /** Hostile kinds whose answers tell nothing. */
  readonly untold: readonly string[];
}

/** Every server with each number of threads and workers; installs what they need. */
export async function serverCases(): Promise<ServerCase[]> {
  const packages = await serverPackages();
  return [
    ...(await pumaCases('~> 5.6')),
    ...(await pumaCases('>= 6')),
    // Answers HTTP/0.9 with a body alone.
    {
      server: 'WEBrick',
      program: webrickProgram(await serverGems("'webrick'")),
      perProcess: 2,
      untold: ['raw-http09'],
    },
    { server: 'Express', program: expressProgram(packages), perProcess: 3, untold: [] },
    { server: 'Fastify', program: fastifyProgram(packages), perProcess: 3, untold: [] },
  ];
}

async function pumaCases(version: string): Promise<ServerCase[]> {
  const gems = await serverGems(`'puma', '${version}'`);
  return [1, 5].flatMap((threads) =>
    [0, 2].map((workers) => ({
      server: `Puma ${version}, threads: ${threads}, workers: ${workers}`,
      program: pumaProgram(gems, threads, workers),
      perProcess: threads,
      untold: [],
    })),
  );
}
