/** What is used of WebAssembly; its types are otherwise those of browsers. */
declare namespace WebAssembly {
  class Module {
    private constructor();
  }
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
