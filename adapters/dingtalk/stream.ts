/** Stream mode of DingTalk: acknowledges each frame at once, answers pings, and opens another connection when DingTalk asks for it. */
import { z } from 'zod';
import { LiveSocket } from '../shared/connection/live-socket.ts';
import { messageTopic } from './api.ts';

export interface StreamOptions {
  address: () => Promise<string>;
  /** Called with the data of each message to the robot, after it was acknowledged. */
  receive: (data: unknown) => void;
  /** The same for each event: its header fields and its data. */
  receiveEvent: (event: StreamEvent) => void;
  beatMs: number;
  waitMs: { first: number; longest: number };
  report: (line: string) => void;
}

export interface StreamEvent {
  headers: Readonly<Record<string, unknown>>;
  data: unknown;
}

const Frame = z.object({
  type: z.string(),
  headers: z.looseObject({ topic: z.string(), messageId: z.string() }),
  data: z.string().optional(),
});
type Frame = z.infer<typeof Frame>;

/** What the gateway wants to read in the acknowledgement of an event, and of a callback. */
const taken = { EVENT: { status: 'SUCCESS', message: '' }, CALLBACK: { response: null } };

/** A frame that is not acknowledged within 60 seconds comes again. */
const acknowledgement = ({ type, headers, data }: Frame, isPing: boolean) =>
  JSON.stringify({
    code: 200,
    headers: isPing ? headers : { contentType: 'application/json', messageId: headers.messageId },
    message: 'OK',
    data: isPing ? data : JSON.stringify(type === 'EVENT' ? taken.EVENT : taken.CALLBACK),
  });

export function openStream({ address, receive, receiveEvent, beatMs, waitMs, report }: StreamOptions): LiveSocket {
  const take = (frame: Frame) => {
    const { topic } = frame.headers;
    if (frame.type === 'SYSTEM') {
      // The gateway moves: it closes this connection soon, and leaves it open and silent until then.
      if (topic === 'disconnect') socket.reopen();
      else if (topic === 'ping') socket.send(acknowledgement(frame, true));
      return;
    }
    socket.send(acknowledgement(frame, false));
    const data: unknown = JSON.parse(frame.data ?? 'null');
    if (frame.type === 'EVENT') receiveEvent({ headers: frame.headers, data });
    else if (frame.type === 'CALLBACK' && topic === messageTopic) receive(data);
  };
  const socket = new LiveSocket({
    address,
    greet: async () => {},
    receive(text) {
      const { data: frame } = Frame.safeParse(JSON.parse(text));
      if (frame) take(frame);
    },
    beat: () => socket.ping(),
    ...{ beatMs, waitMs, report },
  });
  return socket;
}
