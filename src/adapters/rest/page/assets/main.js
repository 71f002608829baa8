import { Activity } from './activity.js';
import { hasToken, useToken } from './api.js';
import { ClusterDetail } from './cluster-detail.js';
import { addressOf } from './cluster-row.js';
import { Connection } from './connection.js';
import { element, write } from './elements.js';
import { FleetView } from './fleet-view.js';
import { SourceProblems } from './source-problems.js';
import { Standing } from './standing.js';

const signIn = element('sign-in', HTMLElement);
const fleetBox = element('fleet', HTMLElement);
const tokenField = element('token', HTMLInputElement);
const tokenProblem = element('token-problem', HTMLElement);

const standing = new Standing();
const activity = new Activity();
const problems = new SourceProblems();
const detail = new ClusterDetail(() => connection.connect());
const view = new FleetView((changed) => {
  activity.draw();
  if (detail.cluster !== undefined && changed.has(detail.cluster)) detail.update(view.table.get(detail.cluster));
});
const connection = new Connection(onState, onEvent);

/** @param {import('./connection.js').ConnectionState} state */
function onState(state) {
  standing.is(state);
  if (state.name === 'needs-token') askForToken(state.why);
  if (state.name !== 'live') return;
  signIn.hidden = true;
  fleetBox.hidden = false;
  void problems.read();
  route(false);
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} data
 */
function onEvent(name, data) {
  if (name === 'open') {
    if (typeof data.status_interval_ms === 'number') standing.intervalMs = data.status_interval_ms;
    write(element('user', HTMLElement), typeof data.user === 'string' ? data.user : '');
    element('who', HTMLElement).hidden = !hasToken();
  }
  if (name === 'status-checked') standing.looked();
  problems.heard(name);
  activity.add(name, data);
  view.take(name, data);
}

/** What one caller saw is not for the next one. @param {string} why */
function askForToken(why) {
  connection.forget();
  standing.forget();
  view.clear();
  activity.clear();
  problems.clear();
  detail.close();
  element('who', HTMLElement).hidden = true;
  fleetBox.hidden = true;
  signIn.hidden = false;
  write(tokenProblem, why);
  tokenField.setAttribute('aria-invalid', String(why !== ''));
  tokenField.focus();
}

element('token-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const token = tokenField.value.trim();
  tokenField.value = '';
  // A header cannot hold anything else.
  if (!/^[!-~]+$/.test(token)) {
    write(tokenProblem, 'A token has no spaces and only plain letters, digits and signs.');
    tokenField.focus();
    return;
  }
  useToken(token);
  write(tokenProblem, '');
  connection.connect();
});

element('forget', HTMLButtonElement).addEventListener('click', () => {
  useToken(undefined);
  askForToken('');
  standing.is({ name: 'needs-token', why: '' });
});

element('retry', HTMLButtonElement).addEventListener('click', () => connection.connect());
addEventListener('online', () => {
  if (!element('banner', HTMLElement).hidden) connection.connect();
});

/** Shows what the address says. @param {boolean} [focus] */
function route(focus = true) {
  const name = /^#\/clusters\/(.+)$/.exec(location.hash)?.[1];
  const cluster = name === undefined ? undefined : decoded(name);
  view.table.choose(cluster);
  fleetBox.classList.toggle('with-detail', cluster !== undefined);
  if (cluster === undefined) detail.close();
  else if (!fleetBox.hidden && detail.cluster !== cluster) detail.open(cluster, view.table.get(cluster), focus);
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function leaveDetail() {
  const { cluster } = detail;
  if (cluster === undefined) return;
  history.pushState(null, '', `${location.pathname}${location.search}`);
  route();
  view.table.focus(cluster);
}

addEventListener('hashchange', () => route());
addEventListener('popstate', () => route());
element('detail-close', HTMLButtonElement).addEventListener('click', leaveDetail);
element('skip', HTMLAnchorElement).addEventListener('click', (event) => {
  event.preventDefault();
  view.table.focus();
});

const { search } = view.filters;
search.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'Enter') {
    event.preventDefault();
    view.table.focus();
  }
});

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || fleetBox.hidden) return;
  if (event.key === 'Escape') {
    if (document.activeElement === search && search.value !== '') return;
    leaveDetail();
  } else if (event.key === '/' && !(document.activeElement instanceof HTMLInputElement)) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// A link to the cluster that is open already does not change the address; its panel is wanted all the same.
element('rows', HTMLElement).addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (detail.cluster !== undefined && link?.getAttribute('href') === addressOf(detail.cluster))
    detail.open(detail.cluster, undefined, true);
});

connection.connect();
