import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { connect as connectSecurely } from 'node:tls';

// Keeps `connections` requests in flight for `seconds`: each connection asks again as soon as it has its answer. Prints what it saw
// as JSON. Nothing but sockets, so that the machine's other core goes to the server.
const { port, path, connections, seconds, accept = 'application/json', tls } = JSON.parse(process.argv[2] ?? '{}');
const head = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: ${accept}\r\n\r\n`);
const latencies = [];
const errors = {};
let sent = 0;
const endsAt = performance.now() + seconds * 1000;

function failed(what) {
  errors[what] = (errors[what] ?? 0) + 1;
}

/** True when an answer has arrived to its last byte. */
function isWhole(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= end + 4 + Number(length);
}

/** One connection, asking until the time is over. */
function client() {
  return new Promise((resolve) => {
    const address = { port, host: '127.0.0.1', noDelay: true };
    const socket = tls === undefined ? connect(address) : connectSecurely({ ...address, ...tls, ALPNProtocols: ['http/1.1'] });
    let received = '';
    let askedAt = 0;
    const ask = () => {
      if (performance.now() >= endsAt) {
        socket.end();
        return;
      }
      sent += 1;
      askedAt = performance.now();
      socket.write(head);
    };
    socket.setEncoding('latin1');
    socket.on(tls === undefined ? 'connect' : 'secureConnect', ask);
    socket.on('data', (chunk) => {
      received += chunk;
      if (!isWhole(received)) return;
      latencies.push(performance.now() - askedAt);
      if (!received.startsWith('HTTP/1.1 200')) failed(received.slice(0, 12));
      askedAt = 0;
      received = '';
      ask();
    });
    socket.on('error', (error) => failed(error.code ?? error.message));
    socket.on('close', () => {
      if (askedAt !== 0) failed('closed before the answer');
      resolve();
    });
  });
}

await Promise.all(Array.from({ length: connections }, client));
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
process.stdout.write(JSON.stringify({ sent, answered: latencies.length, errors, median: at(0.5), p99: at(0.99), slowest: at(1) }));
