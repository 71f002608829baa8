/** The member of a failed result's `_meta` that holds the error as data (`FleetErrorData`). A file of its own: `initialize` is answered before errors are loaded. */
export const ERROR_META_KEY = 'fleetwright/error';
