/** Works in folders of other users without their being able to turn root's rights against it. */
import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the server runs as, where that is somebody else: PostgreSQL refuses to run as root. */
export interface Owner {
  uid: number;
  gid: number;
}

const isRoot = () => process.getuid!() === 0;

/**
 * Runs `act` with the rights of `owner`: a link that the owner planted in its folder then leads nowhere that the owner may
 * not go by itself. `act` must be synchronous, since the whole process changes its user meanwhile.
 */
export function actAs<T>(owner: Owner | undefined, act: () => T): T {
  if (!owner || !isRoot()) return act();
  const groups = process.getgroups!();
  process.setgroups!([owner.gid]);
  process.setegid!(owner.gid);
  process.seteuid!(owner.uid);
  try {
    return act();
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
    process.setgroups!(groups);
  }
}

/** Who owns a folder, where that is not root. */
export function foreignOwner(folder: string): Owner | undefined {
  const { uid, gid } = lstatSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

const [othersWrite, sticky] = [0o002, 0o1000];

/** A folder above `path`, or `path` itself, in which somebody beside root and `owner` may put something else in its place. */
export function insecureFolder(path: string, owner: Owner | undefined): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, mode } = lstatSync(folder);
    if (uid !== 0 && uid !== owner?.uid) return folder;
    if (mode & othersWrite && !(mode & sticky)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
