type Usage = { readonly usedSize: number; readonly backingStorageSize?: number };

/**
 * Watches the memory of the engine's isolate by its inspector: what V8 has in use, and the arrays beside its heap.
 *
 * @param port Where the runtime's inspector listens.
 * @returns What to call at the end: the most that was seen, in MB.
 */
export async function watchHeap(port: number): Promise<() => number> {
  const listed = await fetch(`http://127.0.0.1:${port}/json`);
  const [target] = (await listed.json()) as { readonly webSocketDebuggerUrl: string }[];
  if (target === undefined) throw new Error("The runtime's inspector lists no Worker");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("The runtime's inspector does not answer")));
  });
  let most = 0;
  let id = 0;
  socket.addEventListener("message", ({ data }) => {
    const { result } = JSON.parse(String(data)) as { readonly result?: Usage };
    if (result?.usedSize !== undefined) most = Math.max(most, result.usedSize + (result.backingStorageSize ?? 0));
  });
  const asking = setInterval(() => socket.send(JSON.stringify({ id: ++id, method: "Runtime.getHeapUsage" })), 20);
  return () => {
    clearInterval(asking);
    socket.close();
    return most / 2 ** 20;
  };
}
