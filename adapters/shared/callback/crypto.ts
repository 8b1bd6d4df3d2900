/** Signs, encrypts and decrypts callbacks of WeCom and of WeChat official accounts (WXBizMsgCrypt). */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface CallbackKeys {
  /** Token of the callback's settings. */
  token: string;
  /** EncodingAESKey: 43 characters. */
  aesKey: string;
  /** Whom callbacks are for: the CorpID, or the AppID of an official account. */
  receiver: string;
}

/** A callback that is not from the platform, or not for us; its message holds nothing of the callback. */
export class CallbackRefused extends Error {}

/** PKCS#7 with blocks of 32 bytes, though AES has 16. */
const block = 32;
const randomLength = 16;
const headLength = randomLength + 4;

export class CallbackCrypto {
  readonly #token: string;
  readonly #key: Buffer;
  readonly #receiver: string;

  constructor({ token, aesKey, receiver }: CallbackKeys) {
    this.#token = token;
    this.#key = Buffer.from(`${aesKey}=`, 'base64');
    this.#receiver = receiver;
  }

  /** `encrypted` is absent where an official account checks the address. */
  sign(timestamp: string, nonce: string, encrypted?: string): string {
    const parts = [this.#token, timestamp, nonce, ...(encrypted === undefined ? [] : [encrypted])].sort();
    return createHash('sha1').update(parts.join('')).digest('hex');
  }

  /** Takes the same time wherever the first difference stands. */
  isSigned(signature: string, timestamp: string, nonce: string, encrypted?: string): boolean {
    const [given, right] = [Buffer.from(signature), Buffer.from(this.sign(timestamp, nonce, encrypted))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  encrypt(text: string): string {
    const words = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(words.length);
    const whole = Buffer.concat([randomBytes(randomLength), length, words, Buffer.from(this.#receiver, 'utf8')]);
    const padding = block - (whole.length % block);
    const cipher = createCipheriv('aes-256-cbc', this.#key, this.#key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([
      cipher.update(whole),
      cipher.update(Buffer.alloc(padding, padding)),
      cipher.final(),
    ]).toString('base64');
  }

  /** @throws {CallbackRefused} where the text was not encrypted with this key for this receiver */
  decrypt(encrypted: string): string {
    const whole = this.#decipher(encrypted);
    const padding = whole.at(-1) ?? 0;
    if (padding < 1 || padding > block || whole.length < headLength + padding)
      throw new CallbackRefused('not readable');
    const end = whole.length - padding;
    const wordsEnd = headLength + whole.readUInt32BE(randomLength);
    if (wordsEnd > end) throw new CallbackRefused('not readable');
    if (whole.toString('utf8', wordsEnd, end) !== this.#receiver) throw new CallbackRefused('for another receiver');
    return whole.toString('utf8', headLength, wordsEnd);
  }

  #decipher(encrypted: string): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-cbc', this.#key, this.#key.subarray(0, 16)).setAutoPadding(false);
      return Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
    } catch (error) {
      throw new CallbackRefused('not readable', { cause: error });
    }
  }
}
