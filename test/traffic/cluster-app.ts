/**
 * A server of two processes, started by `ClusterApp`. Worker 1 answers 201, worker 2 answers 202. `GET /die` ends the
 * worker that receives it. The argument `handed` lets the primary accept and hand over; without it, workers accept.
 */
import cluster from 'node:cluster';
import { createServer } from 'node:http';

if (cluster.isPrimary) {
  cluster.schedulingPolicy = process.argv[2] === 'handed' ? cluster.SCHED_RR : cluster.SCHED_NONE;
  const workers = [cluster.fork(), cluster.fork()];
  const ports = await Promise.all(
    workers.map(
      (worker) => new Promise<number>((resolve) => worker.once('listening', ({ port }) => resolve(port))),
    ),
  );
  process.send?.({ port: ports[0], pids: workers.map((worker) => worker.process.pid) });
  process.once('disconnect', () => process.exit());
} else {
  const server = createServer((request, response) => {
    if (request.url === '/die') process.exit();
    response.writeHead(200 + Number(cluster.worker?.id)).end();
  });
  server.listen(0, '127.0.0.1');
}
