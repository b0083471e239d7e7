// Bodies in the very shape in which the programs send them, member for member; the values are ours.

/** prometheus/alertmanager, notify/webhook/webhook.go (Message, version 4) over template/template.go (Data, Alert). */
export function alertmanagerBody(
  alerts: readonly {
    status: "firing" | "resolved";
    startsAt: string;
    endsAt?: string;
    labels: Record<string, string>;
  }[],
) {
  return {
    receiver: "muster",
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    alerts: alerts.map(({ status, startsAt, endsAt, labels }) => ({
      status,
      labels,
      annotations: {
        description: `Write operations on ${labels.instance ?? "the API"} are 40 times what is usual.`,
        summary: "Write surge on the metadata API",
      },
      startsAt,
      endsAt: endsAt ?? "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus.example.org:9090/graph?g0.expr=rate%28writes%5B1m%5D%29+%3E+40\u0026g0.tab=1",
      fingerprint: "1a30ba71cca2921f",
    })),
    groupLabels: { alertname: "MetadataWriteSurge" },
    commonLabels: { alertname: "MetadataWriteSurge", severity: "critical" },
    commonAnnotations: { summary: "Write surge on the metadata API" },
    externalURL: "http://alertmanager.example.org:9093",
    version: "4",
    groupKey: '{}/{severity="critical"}:{alertname="MetadataWriteSurge"}',
    truncatedAlerts: 0,
  };
}

export const writeSurge = (instance = "api-1:9100"): Record<string, string> => ({
  alertname: "MetadataWriteSurge",
  instance,
  job: "metadata-api",
  severity: "critical",
});

/** Falco 0.40, http_output with json_output, json_include_output_fields_property and json_include_tags_property (userspace/falco/formats.cpp). */
export const falcoBody = {
  hostname: "gpu-node-7",
  output:
    "2026-11-20T11:59:58.123456789+0000: Notice A shell was spawned in a container with an attached terminal | evt_type=execve user=root user_uid=0 user_loginuid=-1 process=bash proc_exepath=/bin/bash parent=runc command=bash terminal=34816 exe_flags=EXE_WRITABLE|EXE_LOWER_LAYER container_id=9cc6d64c75d0 container_name=trainer k8s_pod_name=trainer-0 k8s_ns_name=ml",
  output_fields: {
    "container.id": "9cc6d64c75d0",
    "container.image.repository": "tensorflow/tensorflow",
    "container.image.tag": "latest-gpu",
    "container.name": "trainer",
    "evt.arg.flags": "EXE_WRITABLE|EXE_LOWER_LAYER",
    "evt.time.iso8601": 1795262398123456800,
    "evt.type": "execve",
    "k8s.ns.name": "ml",
    "k8s.pod.name": "trainer-0",
    "proc.cmdline": "bash",
    "proc.exepath": "/bin/bash",
    "proc.name": "bash",
    "proc.pname": "runc",
    "proc.tty": 34816,
    "user.loginuid": -1,
    "user.name": "root",
    "user.uid": 0,
  },
  priority: "Notice",
  rule: "Terminal shell in container",
  source: "syscall",
  tags: ["T1059", "container", "maturity_stable", "mitre_execution", "shell"],
  time: "2026-11-20T11:59:58.123456789Z",
};

/** falcosidekick 2.30, outputs/webhook.go over FalcoPayload (types/types.go): Falco's event with an id and its custom fields. */
export const falcosidekickBody = {
  uuid: "1f7a2e0c-4a54-4c8f-9a6e-0f8f1d7f0d11",
  ...falcoBody,
  output_fields: { ...falcoBody.output_fields, cluster: "training-eu" },
};

/** falcosidekick 2.30, outputs/cloudevents.go, which the CloudEvents SDK for Go sends in binary mode. */
export const falcosidekickEvent = {
  headers: {
    "ce-specversion": "1.0",
    "ce-id": "f7628198-3822-4c98-ac3f-71770e272a16",
    "ce-source": "https://falco.org",
    "ce-type": "falco.rule.output.v1",
    "ce-time": "2026-11-20T11:59:58.123456789Z",
    "ce-priority": "Notice",
    "ce-rule": "Terminal%20shell%20in%20container",
    "ce-eventsource": "syscall",
    "content-type": "application/json",
  },
  body: falcosidekickBody,
};

/** CloudEvents 1.0.2, json-format.md. */
export const cloudEvent = (id: string, given: Record<string, unknown> = {}) => ({
  specversion: "1.0",
  type: "com.example.scanner.miner.firing",
  source: "https://scanner.example.org/clusters/training-eu",
  subject: "pod/trainer-0",
  id,
  time: "2026-11-20T11:58:00Z",
  datacontenttype: "application/json",
  data: {
    severity: "high",
    title: "A miner runs in trainer-0",
    description: "xmrig was found.",
    cluster: "training-eu",
  },
  ...given,
});
