// The engine as a process of its own, which a test can kill outright: PORT says where it listens, STATE where its
// databases are, GATEWAYS by what it sends (else the outbox). Its first line tells how to reach it.
import { startEngine } from "../../scripts/miniflare.ts";

const port = Number(process.env["PORT"]);
const engine = await startEngine({
  port,
  stateDir: process.env["STATE"] ?? "",
  fresh: false,
  gateways: process.env["GATEWAYS"],
});
process.on("SIGTERM", () => void engine.stop().then(() => process.exit(0)));
console.log(JSON.stringify({ url: engine.url, operatorKey: engine.operatorKey }));
