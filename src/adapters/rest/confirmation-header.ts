/** Carries the one-time confirmation of a 428 answer when the request is sent again. The parameter `confirmation` does too. */
export const CONFIRMATION_HEADER = 'Fleetwright-Confirmation';
