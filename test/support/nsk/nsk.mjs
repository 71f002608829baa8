#!/usr/bin/env node
// A stand-in for the program `nsk`: only what is known of its commands and its environment. It asks the Rancher of RANCHER_URL.
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { request as plainRequest } from 'node:http';

const words = process.argv.slice(2);
const { RANCHER_URL = '', RANCHER_TOKEN = '', RANCHER_INSECURE, NSK_STAND_IN_FORMAT = 'table' } = process.env;

function fail(message) {
  process.stderr.write(`FATA[0000] ${message}\n`);
  process.exit(1);
}

function ask(path, method = 'GET') {
  const url = new URL(path, RANCHER_URL);
  const send = url.protocol === 'http:' ? plainRequest : request;
  return new Promise((resolve) => {
    const sent = send(
      url,
      {
        method,
        headers: { authorization: `Bearer ${RANCHER_TOKEN}`, accept: 'application/json' },
        rejectUnauthorized: RANCHER_INSECURE !== 'true',
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => {
          if (response.statusCode !== 200)
            fail(`Bad response statusCode [${response.statusCode}]. Status [${response.statusCode}]. Body: [${text.trim()}] from [${url}]`);
          resolve(JSON.parse(text));
        });
      },
    );
    sent.on('error', (error) =>
      fail(error.code === 'ECONNREFUSED' ? `dial tcp ${url.host}: connect: connection refused` : `x509: ${error.message}`),
    );
    sent.end();
  });
}

const valueOf = (flag) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);

if (words[0] === 'auth' && words[1] === 'verify') {
  const { data } = await ask('/v3/users?me=true');
  process.stdout.write(`Logged in as ${data[0].username}\n`);
} else if (words[0] === 'cluster' && words[1] === 'list') {
  const { data } = await ask('/v3/clusters');
  if (NSK_STAND_IN_FORMAT === 'json') process.stdout.write(JSON.stringify(data));
  else {
    const rows = [['CURRENT', 'ID', 'STATE', 'NAME'], ...data.map(({ id, state, name }) => ['', id, state, name])];
    process.stdout.write(
      `${rows.map(([mark, id, state, name]) => `${mark.padEnd(9)}${id.padEnd(14)}${state.padEnd(14)}${name}`).join('\n')}\n`,
    );
  }
} else if (words[0] === 'cluster' && words[1] === 'kubeconfig') {
  const name = valueOf('--name');
  const { data } = await ask('/v3/clusters');
  const cluster = data.find((each) => each.name === name);
  if (cluster === undefined) fail(`cluster ${name} not found`);
  const { config } = await ask(`/v3/clusters/${cluster.id}?action=generateKubeconfig`, 'POST');
  if (words.includes('--stdout')) process.stdout.write(config);
  else writeFileSync(`${name}.yaml`, config);
} else {
  fail(`unknown command ${words.join(' ')}`);
}
