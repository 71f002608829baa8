export { attachLocalFleet, type LocalFleet, startLocalFleet } from './fleet.js';
