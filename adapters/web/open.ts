/** Opens the web door where the program serves a page. */
import type { DoorContext, Site } from '../../src/model/door.ts';
import { WebDoor } from './web.ts';

export const openWeb = (site: Site, { now, warn }: DoorContext): WebDoor => new WebDoor({ site, now, warn });
