/** Why the server did not do what a page asked for. */
export class Problem extends Error {
  /** The HTTP status; 0 where nothing answered at all. */
  readonly status: number;
  /** A constant that pages decide by, such as `step_up`, `conflict`, `offline`. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "Problem";
    this.status = status;
    this.code = code;
  }

  get signedOut(): boolean {
    return this.status === 401;
  }

  get stepUp(): boolean {
    return this.status === 403 && this.code === "step_up";
  }

  get missing(): boolean {
    return this.status === 404;
  }
}

const CODES: Readonly<Record<number, string>> = {
  401: "signed_out",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  422: "invalid",
};

/** The problem in an answer that is no success; the body is believed only where it has the agreed shape. */
export async function problemOf(response: Response): Promise<Problem> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  const { code, message } = (body !== null && typeof body === "object" ? body : {}) as Record<string, unknown>;
  return new Problem(
    response.status,
    typeof code === "string" ? code : (CODES[response.status] ?? "refused"),
    typeof message === "string" ? message : "",
  );
}
