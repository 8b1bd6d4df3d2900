/** The plan that a channel's questions and commands are about where they name none. */
import { and, eq } from 'drizzle-orm';
import type { Database } from './open.ts';
import { audit, channelPlan } from './schema.ts';

interface Channel {
  door: string;
  channel: string;
}

const isOf = ({ door, channel }: Channel) => and(eq(channelPlan.door, door), eq(channelPlan.channel, channel));

/** @returns the id of a pack, which may be gone */
export async function planOfChannel(db: Pick<Database, 'select'>, channel: Channel): Promise<string | undefined> {
  const [row] = await db.select({ pack: channelPlan.pack }).from(channelPlan).where(isOf(channel));
  return row?.pack;
}

/** `pack` undefined: whichever plan is nearest, as without a choice. */
export async function setPlanOfChannel(
  db: Database,
  { door, channel }: Channel,
  pack: string | undefined,
  actor: string,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (pack === undefined) await tx.delete(channelPlan).where(isOf({ door, channel }));
    else
      await tx
        .insert(channelPlan)
        .values({ door, channel, pack, setBy: actor, setAt: at })
        .onConflictDoUpdate({
          target: [channelPlan.door, channelPlan.channel],
          set: { pack, setBy: actor, setAt: at },
        });
    await tx.insert(audit).values({ at, actor, door, channel, action: 'channel.plan', subject: pack ?? null });
  });
}
