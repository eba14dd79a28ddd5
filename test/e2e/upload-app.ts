import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** An Express app that takes uploads, and tells how many requests it holds. */
const code = `
const { IncomingMessage } = require('node:http');
const { queryObjects } = require('node:v8');
const express = require('express');
const formData = require('express-form-data');

const app = express();
app.post('/upload', formData.parse({ uploadDir: process.env.UPLOADS, autoClean: true }), (request, response) => {
  response.send(Object.keys(request.files));
});
app.get('/held', (request, response) => {
  response.json(queryObjects(IncomingMessage, { format: 'count' }));
});
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Boots the app in `directory`, whose packages are installed, and answers how many of `uploads` requests it still holds. */
export async function requestsHeld(directory: string, uploads: number): Promise<number> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'hg-uploads-'));
  await writeFile(join(directory, 'app.js'), code);
  const app = execa(process.execPath, ['app.js'], {
    cwd: directory,
    env: { UPLOADS: temporary.path },
    reject: false,
  });
  try {
    const [port] = await Promise.race([once(app.stdout, 'data'), app.then(({ stderr }) => refuse(stderr))]);
    const url = `http://127.0.0.1:${String(port).trim()}`;
    for (let upload = 0; upload < uploads; upload++) {
      const body = new FormData();
      body.set('photo', new Blob(['a'.repeat(100)]), 'photo.txt');
      const answer = await fetch(`${url}/upload`, { method: 'POST', body });
      if ((await answer.text()) !== '["photo"]') throw new Error(`an upload was not taken: ${answer.status}`);
    }
    return Number(await (await fetch(`${url}/held`)).text());
  } finally {
    app.kill('SIGKILL');
    await app;
  }
}

function refuse(stderr: string): never {
  throw new Error(`the app did not start:\n${stderr}`);
}
