/** Fields of device_history as people name them. */
export const attributeLabels: Record<string, string> = {
  agent: "Agent",
  boot: "Boot id",
  region: "Region",
  provider: "Provider",
  gpu_count: "GPUs",
  gpu_model: "GPU model",
  cluster: "Cluster",
  node: "Node",
  name: "Name",
};
