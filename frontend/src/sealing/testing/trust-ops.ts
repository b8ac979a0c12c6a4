/** The ops of vectors about directories and statements. */
import {
  type DeskDirectory,
  deskDirectoryVerify,
  type DirectoryTransport,
  publicDirectoryVerify,
  transportParse,
} from "../directories";
import { hexEncode, type JsonObject, type JsonValue } from "../encoding";
import type { Person, Worker } from "../people";
import { countersignVerify, releaseVerify, s1Verify, s2Verify } from "../statements";
import type { Given } from "./given";

function subjectValue(subject: Person | Worker): Record<string, JsonValue> {
  return {
    id: subject.type === "person" ? subject.user : subject.worker,
    role: subject.type === "person" ? subject.role : "worker",
    sign_key_id: hexEncode(subject.signKeyId),
    seal_key_id: hexEncode(subject.sealKeyId),
  };
}

function directoryVerify(given: Given): JsonObject {
  const known = given.inner("known");
  const input = {
    root: given.bytes("root"),
    transport: given.transport("transport"),
    today: given.text("today"),
    known: known === null ? null : { serial: known.number("serial"), sha256: known.bytes("sha256") },
  };
  const directory = given.text("kind") === "desk" ? deskDirectoryVerify(input) : publicDirectoryVerify(input);
  const common = {
    serial: directory.serial,
    sha256: hexEncode(directory.sha256),
    epochs: directory.epochs.map((epoch) => ({ id: epoch.id, key_id: hexEncode(epoch.keyId) })),
  };
  if (directory.type === "public") return common;
  return {
    ...common,
    people: directory.people.map((person) => ({ ...subjectValue(person), organisation: person.organisation })),
    workers: directory.workers.map(subjectValue),
  };
}

function past(given: Given, transport: DirectoryTransport): DeskDirectory {
  return deskDirectoryVerify({ root: given.bytes("root"), transport, today: null, known: null });
}

export const TRUST_OPS: Readonly<Record<string, (given: Given) => JsonObject>> = {
  directory_verify: directoryVerify,
  s1_verify: (given) => {
    const { s1, author } = s1Verify({ ...given.signed("s1"), directory: past(given, given.transport("transport")) });
    return { case_file: s1.caseFile, revision: s1.revision, tlp: s1.tlp, author: author.user };
  },
  s2_verify: (given) => {
    const { s2, approver } = s2Verify({
      ...given.signed("s2"),
      s1: given.bytes("s1"),
      directory: past(given, given.transport("transport")),
    });
    return { approver: approver.user, expires: s2.expires };
  },
  countersign_verify: (given) => {
    const { worker } = countersignVerify({
      first: given.signed("s1"),
      second: given.signed("s2"),
      countersignature: given.bytes("countersignature"),
      directory: past(given, given.transport("transport")),
    });
    return { worker };
  },
  release_verify: (given) => {
    const release = releaseVerify({
      first: given.signed("s1"),
      second: given.signed("s2"),
      countersignature: given.bytes("countersignature"),
      directories: given.list("directories").map((item) => past(given, transportParse(item))),
      organisation: given.text("organisation"),
      pdf: given.bytes("pdf"),
      today: given.text("today"),
    });
    return {
      case_file: release.s1.caseFile,
      revision: release.s1.revision,
      tlp: release.s1.tlp,
      copy: release.copy,
      author: release.author.user,
      approver: release.approver.user,
      worker: release.worker.worker,
      expires: release.s2.expires,
    };
  },
};
