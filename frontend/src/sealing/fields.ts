/** Reading the fields of parsed JSON strictly: every field named, of its sort, and no others. */
import type { Bytes } from "./bytes";
import { b64Decode, hexDecode, type JsonObject, type JsonValue } from "./encoding";
import { Damaged, UnknownVersion } from "./errors";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null || text < "0001-01-01") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

export class Fields {
  readonly #fields: JsonObject;

  /** @throws Damaged unless `value` is an object with exactly these fields */
  constructor(value: JsonValue, names: readonly string[]) {
    this.#fields = asObject(value);
    const present = Object.keys(this.#fields);
    if (present.length !== names.length || !names.every((name) => present.includes(name))) throw new Damaged("fields");
  }

  /**
   * The same for what carries `"v":1` and perhaps a type.
   * @throws UnknownVersion before anything else is looked at; Damaged
   */
  static versioned(value: JsonValue, names: readonly string[], type?: string): Fields {
    const object = asObject(value);
    const version = object["v"];
    if (typeof version !== "number") throw new Damaged("version");
    if (version !== 1) throw new UnknownVersion("JSON");
    if (type !== undefined && object["type"] !== type) throw new Damaged("type");
    return new Fields(value, ["v", ...(type === undefined ? [] : ["type"]), ...names]);
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== "string") throw new Damaged(name);
    return value;
  }

  integer(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
    const value = this.#fields[name];
    if (typeof value !== "number" || value < least || value > most) throw new Damaged(name);
    return value;
  }

  /** Hexadecimal of `length` bytes, as text. */
  hex(name: string, length: number): string {
    const text = this.text(name);
    hexDecode(text, length);
    return text;
  }

  b64(name: string, length?: number): Bytes {
    return b64Decode(this.text(name), length);
  }

  day(name: string): string {
    const text = this.text(name);
    if (!isDay(text)) throw new Damaged(name);
    return text;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const text = this.text(name);
    const found = allowed.find((item) => item === text);
    if (found === undefined) throw new Damaged(name);
    return found;
  }

  list<T>(name: string, read: (item: JsonValue) => T): T[] {
    const value = this.#fields[name];
    if (!isList(value)) throw new Damaged(name);
    return value.map(read);
  }
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function asObject(value: JsonValue): JsonObject {
  if (value === null || typeof value !== "object" || isList(value)) throw new Damaged("not an object");
  return value;
}

/** @throws Damaged unless a list's item is text that is hexadecimal of `length` bytes */
export function hexItem(length: number): (item: JsonValue) => string {
  return (item) => {
    if (typeof item !== "string") throw new Damaged("list item");
    hexDecode(item, length);
    return item;
  };
}
