// The Worker that integration tests run inside: they call the engine's own modules, so it has nothing to do.
import { WorkflowEntrypoint } from "cloudflare:workers";

export class ReleaseWorkflow extends WorkflowEntrypoint {
  override async run(): Promise<void> {}
}

export default {} satisfies ExportedHandler;
