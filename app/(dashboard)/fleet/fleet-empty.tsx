import { CommandBlock } from "@/components/ui/command-block";
import { EmptyState } from "@/components/ui/empty-state";

/** Before the first device: how a first device comes in. */
export function FleetEmpty({ gateway }: { gateway: string }) {
  const command = `TOKEN=$(npm run -s token -- --kind provider --provider acme)

curl ${gateway}/v1/devices -H "authorization: Bearer $TOKEN" \\
  -H "content-type: application/json" \\
  -d '{"device":"gpu-0001","gpu_model":"RTX 4090","gpu_count":8,"region":"eu-west","agent":"1.5.0"}'

curl ${gateway}/v1/heartbeats -H "authorization: Bearer $TOKEN" \\
  -H "content-type: application/json" -d '{"device":"gpu-0001","agent":"1.5.0"}'`;
  return (
    <EmptyState
      title="No device is enrolled yet"
      act={
        <div className="w-full max-w-3xl">
          <CommandBlock label="Enrol a device and send its first heartbeat" command={command} />
        </div>
      }
    >
      Devices appear here as soon as they are enrolled and call in. Within a minute of its first heartbeat this page
      shows the device as connected, without a reload.
    </EmptyState>
  );
}
