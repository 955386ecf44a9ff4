// How much memory the page and its workers hold.

// Runs in the page before anything else: keeps each instance's memory at hand, in the page and in its workers.
export const watchMemory = () => {
  const keep = `(() => {
    const memories = self.memories ??= [];
    // The rest of the program has none of its own.
    const hold = (result) => { memories.push(...[(result.instance ?? result).exports.memory].filter(Boolean)); return result; };
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const make = WebAssembly[name];
      WebAssembly[name] = (...given) => make.apply(WebAssembly, given).then(hold);
    }
  })();`;
  eval(keep);
  const Plain = Blob;
  window.Blob = class extends Plain {
    constructor(parts, ...rest) {
      super(rest[0]?.type ? parts : [keep, ...parts], ...rest);
    }
  };
};

// Bytes of WebAssembly, of the page and all its workers.
export async function bytes(page) {
  const size = 'self.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)';
  const all = await Promise.all([page, ...page.workers()].map((instance) => instance.evaluate(size)));
  return all.reduce((a, b) => a + b, 0);
}

// Bytes that live objects of JavaScript take on the page.
export async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
