/** Tells an outage of the store from an error that one value causes. */

const rootOf = (error: unknown): unknown => {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
};

/** What the driver and the pool say without a code. */
const brokenConnection = /connection (?:terminated|error|timeout)|not queryable|timeout|pool after calling end|ssl/i;

/**
 * SQLSTATE classes by which the whole store is of no use: connection, authorization, database or schema missing, read only,
 * resources, intervention, system error; and a missing table. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const ofTheStore = /^(?:08|25|28|3D|3F|53|57|58)...$|^42(?:501|P01)$/;
const ofTheSystem = /^E[A-Z]+$/;

/** True where no other statement would succeed either: the connection or the server is at fault, not the value. */
export function isOutage(error: unknown): boolean {
  const root = rootOf(error);
  if (!(root instanceof Error)) return false;
  const code = 'code' in root ? String(root.code) : '';
  if (code) return ofTheStore.test(code) || ofTheSystem.test(code);
  return brokenConnection.test(root.message);
}

/** The cause in a few words. */
export function outageReason(error: unknown): string {
  const root = rootOf(error);
  if (!(root instanceof Error)) return String(root);
  return root.message || ('code' in root ? String(root.code) : root.name);
}
