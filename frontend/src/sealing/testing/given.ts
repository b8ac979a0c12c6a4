/** Reading the inputs of vectors and of the cross test, where byte strings are hexadecimal. */
import type { Bytes } from "../bytes";
import { type DirectoryTransport, transportParse } from "../directories";
import type { JsonObject, JsonValue } from "../encoding";
import { Direction, isKind, type Kind, Suite } from "../kinds";
import type { SignedStatement } from "../statements";

export class Given {
  readonly #fields: JsonObject;

  constructor(fields: JsonObject) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  value(name: string): JsonValue {
    const value = this.#fields[name];
    if (value === undefined) throw new Error(`the case has no input ${name}`);
    return value;
  }

  /** Any hexadecimal, also where the code under test must refuse its length. */
  bytes(name: string): Bytes {
    return new Uint8Array(Buffer.from(this.text(name), "hex"));
  }

  text(name: string): string {
    const value = this.value(name);
    if (typeof value !== "string") throw new Error(`input ${name} is no text`);
    return value;
  }

  number(name: string): number {
    const value = this.value(name);
    if (typeof value !== "number") throw new Error(`input ${name} is no number`);
    return value;
  }

  kind(): Kind {
    const kind = this.number("kind");
    if (!isKind(kind)) throw new Error(`no such kind: ${kind}`);
    return kind;
  }

  suite(): Suite {
    return this.number("suite") === Suite.aes ? Suite.aes : Suite.xchacha;
  }

  direction(): Direction {
    return this.number("direction") === Direction.toDesk ? Direction.toDesk : Direction.toSubmitter;
  }

  object(name: string): JsonObject {
    return this.value(name) as JsonObject;
  }

  inner(name: string): Given | null {
    return this.has(name) && this.value(name) !== null ? new Given(this.object(name)) : null;
  }

  list(name: string): readonly JsonValue[] {
    return this.value(name) as readonly JsonValue[];
  }

  transport(name: string): DirectoryTransport {
    return transportParse(this.value(name));
  }

  signed(name: string): SignedStatement {
    return { statement: this.bytes(name), signature: this.bytes(`${name}_signature`) };
  }
}
