/** What reads parameters as apps do, and answers with a header of its own. Kinds are told by the header `X-Kind`. */
export const rackApp = `
require 'rack'
log = File.open(ENV.fetch('COUNTS'), File::WRONLY | File::APPEND)
run ->(env) {
  log.syswrite("#{Process.pid} #{env.fetch('HTTP_X_KIND', 'unknown')}\\n")
  status = begin
    Rack::Request.new(env).params
    200
  rescue StandardError
    400
  end
  [status, { 'content-type' => 'text/plain', 'x-app' => 'yes' }, ['ok']]
}
`;

const nodeApp = (listening: string): string => `
const { openSync, writeSync } = require('node:fs');
const log = openSync(process.env.COUNTS, 'a');
const count = (kind) => writeSync(log, process.pid + ' ' + (kind ?? 'unknown') + '\\n');
const listens = (port) => console.log('listening on ' + port);
${listening}
`;

/** Counted before Express looks at it, since what it cannot parse it answers without any middleware. */
export const expressApp = nodeApp(`
const express = require('express');
const app = express();
app.use(express.json(), express.urlencoded({ extended: true }));
app.get('/p/:id', (request, response) => response.send(request.params.id));
app.use((request, response) => response.send('ok'));
const server = require('node:http').createServer((request, response) => {
  count(request.headers['x-kind']);
  response.setHeader('X-App', 'yes');
  app(request, response);
});
server.listen(0, '127.0.0.1', () => listens(server.address().port));
`);

export const fastifyApp = nodeApp(`
const app = require('fastify')();
app.addHook('onRequest', async (request, reply) => {
  count(request.headers['x-kind']);
  reply.header('X-App', 'yes');
});
app.get('/p/:id', async (request) => request.params.id);
app.all('/list', async () => 'ok');
app.listen({ port: 0, host: '127.0.0.1' }).then(() => listens(app.server.address().port));
`);
