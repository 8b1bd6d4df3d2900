/** Errors of the API as problem details (RFC 9457). */

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'A key is needed',
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  415: 'JSON is expected',
  422: 'The request can’t be executed',
  429: 'Too many requests',
  500: 'This request could not be answered',
};

export class Problem extends Error {
  readonly status: number;
  /** Names the kind of problem; it does not change between versions. */
  readonly kind: string;

  constructor(status: number, kind: string, detail: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.kind = kind;
  }

  toResponse(): Response {
    const { status, kind, message } = this;
    const body = { type: `urn:qinzhi:problem:${kind}`, title: titles[status] ?? 'Error', status, detail: message };
    return new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      },
    });
  }
}
