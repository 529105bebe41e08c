/** What is used of WebAssembly; its types are otherwise those of browsers. */
declare namespace WebAssembly {
  class Module {
    /** Compiles at once: for small ones. */
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** @param size in pages of 64 KiB */
    constructor(size: { readonly initial: number; readonly maximum: number });
    /** Adds pages; the old buffer is of no use any more. */
    grow(pages: number): number;
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
