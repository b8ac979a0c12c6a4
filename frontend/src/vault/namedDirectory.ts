/** The desk directory that a statement names, if it is one of those that led to the directory this page believes. */
import type { DeskDirectory } from "../sealing/directories";
import { hexEncode } from "../sealing/encoding";
import { Refused } from "../sealing/errors";
import { deskDirectoryBefore, DirectoryFault } from "./directories";
import { requireDesk, requireVault } from "./keyring";

/** The predecessor of a directory by its hash; null before the first. */
export type Before = (at: DeskDirectory) => Promise<DeskDirectory | null>;

async function fromServer(at: DeskDirectory): Promise<DeskDirectory | null> {
  try {
    return await deskDirectoryBefore(requireVault().unlocked.contents.root, at);
  } catch (error) {
    if (error instanceof DirectoryFault) throw new Refused("a directory of the chain does not hold");
    throw error;
  }
}

/**
 * Follows the chain from the believed directory back to the one of this hash (hexadecimal SHA-256): one that
 * somebody else signed, however well, is none of ours.
 * @throws Refused where the chain has none of this hash; Problem, VaultClosed
 */
export async function namedDirectory(
  hash: string,
  believed: DeskDirectory = requireDesk(),
  before: Before = fromServer,
): Promise<DeskDirectory> {
  for (let at: DeskDirectory | null = believed; at !== null; at = await before(at)) {
    if (hexEncode(at.sha256) === hash) return at;
  }
  throw new Refused("no directory of the chain has this hash");
}
