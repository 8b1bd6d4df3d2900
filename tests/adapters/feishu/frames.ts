/** Frames of Feishu's long connection (pbbp2), written and read by protobufjs. */
import protobuf from 'protobufjs';

const { Field, Root, Type } = protobuf;

const Header = new Type('Header').add(new Field('key', 1, 'string')).add(new Field('value', 2, 'string'));
const FrameType = new Type('Frame')
  .add(new Field('SeqID', 1, 'uint32', 'required'))
  .add(new Field('LogID', 2, 'uint32', 'required'))
  .add(new Field('service', 3, 'int32', 'required'))
  .add(new Field('method', 4, 'int32', 'required'))
  .add(new Field('headers', 5, 'Header', 'repeated'))
  .add(new Field('payloadEncoding', 6, 'string'))
  .add(new Field('payloadType', 7, 'string'))
  .add(new Field('payload', 8, 'bytes'));
new Root().define('pbbp2').add(Header).add(FrameType);

export interface Frame {
  /** A control frame (ping, pong), or one with an event. */
  method: 'control' | 'data';
  headers: Record<string, string>;
  payload: string;
}

export function encodeFrame({
  method,
  headers,
  payload,
}: Omit<Frame, 'payload'> & { payload: string | Buffer }): Uint8Array {
  const frame = {
    ...{ SeqID: 1, LogID: 1, service: 1, method: method === 'data' ? 1 : 0 },
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
  };
  return FrameType.encode(FrameType.fromObject(frame)).finish();
}

export function decodeFrame(bytes: Uint8Array): Frame {
  const read = FrameType.toObject(FrameType.decode(bytes), { defaults: true, arrays: true }) as {
    method: number;
    headers: { key: string; value: string }[];
    payload: Uint8Array;
  };
  return {
    method: read.method === 1 ? 'data' : 'control',
    headers: Object.fromEntries(read.headers.map(({ key, value }) => [key, value])),
    payload: Buffer.from(read.payload).toString('utf8'),
  };
}
