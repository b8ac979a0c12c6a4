/** Opened files as addresses of this page's memory; given back when nothing shows them any more. */
import { useEffect, useState } from "preact/hooks";
import type { Bytes } from "../sealing/bytes";

/** A `blob:` address for as long as the component lives; null before the first effect. */
export function useBlob(bytes: Bytes, type: string): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes, type]);
  return address;
}

/** Hands a file to the browser's own saving. */
export function saveFile(bytes: Bytes, type: string, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; a minute is long enough for the largest PDF.
  setTimeout(() => { URL.revokeObjectURL(address); }, 60_000);
}
