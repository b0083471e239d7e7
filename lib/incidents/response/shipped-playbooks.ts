import type { z } from "zod";
import type { PlaybookFields } from "./playbook";

type Shipped = { key: string; fields: z.input<typeof PlaybookFields> };

const hour = 60;
const day = 24 * hour;

/** The attack on a decentralised GPU network in April 2024, as its published report tells it. */
const universalToken: Shipped = {
  key: "shared-token-tampering",
  fields: {
    name: "Shared token, write surge and lost connections (as in April 2024)",
    kind: "fleet_tampering",
    description:
      "Callers with a token that every device shares change other owners' devices through the metadata API. The patch turns away genuine devices that were not updated, while a rewards snapshot is near.",
    steps: [
      {
        title: "Establish since when, from where and with which tokens the writes come",
        detail:
          "Look at the write surge by token, user and address. One token or one user that acts on the devices of many owners is the mark. Note the first malicious moment, also where sources disagree about its zone.",
        dueMinutes: 15,
      },
      {
        title: "Look for changes of many devices to one value",
        detail:
          "Names and statuses that were set to the same value, up to down. Keep the devices as a set: it is the impact, and what is put right later.",
        dueMinutes: 30,
      },
      {
        title: "Check whether the API trusts an owner's id in a header",
        detail:
          "Compare the owner in the header with the owner of the token. Look also for responses that give a user's id for a device's: that list may have been collected weeks before.",
        dueMinutes: hour,
      },
      {
        title: "Revoke the shared token and those that were found in leaked lists",
        detail:
          "First see how many devices still call with it: they are cut off at once. More than five need a second admin.",
        dueMinutes: hour,
        act: "revoke_tokens",
      },
      {
        title: "Quarantine the devices that are counterfeit or in an attacker's hands",
        detail: "They stay out of every recovered number until they are released.",
        dueMinutes: 2 * hour,
        act: "quarantine_devices",
      },
      {
        title: "Before a patch or a policy: estimate whom it turns away, and read the calendar",
        detail:
          "In 2024 the patch met a rewards snapshot; genuine devices that had not been restarted could not call, and 600,000 connections became 10,000. Ask for the snapshot to be moved.",
        dueMinutes: 2 * hour,
      },
      {
        title: "Report a policy first, then enforce it",
        detail:
          "Tokens of a user in the place of the shared one, and a lowest version. Enforcing needs a second person.",
        dueMinutes: 4 * hour,
        act: "change_policy",
      },
      {
        title: "Put back what was changed",
        detail: "Names and statuses from the record before the first malicious moment, checked with the owners.",
        dueMinutes: 8 * hour,
      },
      {
        title: "Tell providers which version is needed, and how to come back",
        detail:
          "One message with the version, the steps (update, restart, sign in again) and the address of help, also to those who are not in the chat room. Say what was not touched.",
        dueMinutes: 4 * hour,
      },
      {
        title: "Agree on how devices are counted in public",
        detail:
          "Claimed, seen, admitted and verified apart. Four public counts stood side by side in 2024 and nobody could say which was true.",
        dueMinutes: day,
      },
      {
        title: "Follow the reconnection until it is stable, counterfeit devices left out",
        detail:
          "By provider and by cause: old version, old token, unverified, silent. Expect thousands at one instant.",
        dueMinutes: 3 * day,
      },
      {
        title: "Decide about rewards for those who were cut off through no fault of theirs",
        dueMinutes: 3 * day,
      },
      {
        title: "Review the public endpoints for authorisation of each object",
        detail: "Enter the review in the register of endpoints, with the date of the next.",
        dueMinutes: 14 * day,
      },
    ],
  },
};

/** The attacks on machine-learning clusters of May and June 2021. */
const kubeflowMiner: Shipped = {
  key: "kubeflow-miner",
  fields: {
    name: "Miner in machine-learning clusters (as in May and June 2021)",
    kind: "cryptomining",
    description:
      "A Kubeflow dashboard stands open to the internet. Pipelines are created on many clusters at once, from genuine TensorFlow images with a changed entrypoint, and mine on CPU and GPU.",
    steps: [
      {
        title: "List the clusters whose dashboard can be reached without signing in",
        detail:
          "Load balancers with a hostname only, an Ingress, a Gateway with a VirtualService, and an istio ingress gateway in front of it count too.",
        dueMinutes: 15,
      },
      {
        title: "Close the dashboard: authentication, or no way in from outside",
        detail: "Turn the LoadBalancer back into ClusterIP. Then try it from outside.",
        dueMinutes: 30,
      },
      {
        title: "Find the pipelines that were created since the dashboard was open",
        detail:
          "Pods named sequential-pipeline- and a random ending. The name alone is innocent, Kubeflow's own sample has it; with an unexpected image or entrypoint it is the signal.",
        dueMinutes: hour,
      },
      {
        title: "Inspect the entrypoints of all containers that run TensorFlow images",
        detail:
          "The images tensorflow/tensorflow:latest and latest-gpu are genuine; only the entrypoint was changed. Look for a pool's address, a wallet, an algorithm's name, download and run, base64.",
        dueMinutes: hour,
      },
      {
        title: "Keep the evidence before anything is deleted",
        detail: "Specifications of pods and workflows, logs, image digests, addresses of pools, wallets.",
        dueMinutes: 2 * hour,
      },
      {
        title: "Quarantine the nodes that ran a miner",
        detail: "At least two pods a cluster: one on CPU, one on GPU. Their hours are not to be paid as work.",
        dueMinutes: 2 * hour,
        act: "quarantine_devices",
      },
      {
        title: "Stop pipelines and workflows, and delete their pods",
        detail: "Delete the workflow before its pods, or it makes them anew. Look for scheduled runs.",
        dueMinutes: 3 * hour,
      },
      {
        title: "Look at all other clusters for the same burst",
        detail:
          "The attackers had scanned beforehand and kept a list: the same image or name within two hours on many clusters.",
        dueMinutes: 4 * hour,
      },
      {
        title: "Look for notebooks and reconnaissance",
        detail:
          "The year before the way in was a Jupyter notebook server. A further container asked for CPU and GPU information.",
        dueMinutes: 4 * hour,
      },
      {
        title: "Revoke the clusters' tokens and change the secrets that the pods could read",
        detail: "Service accounts, registry credentials and what was mounted.",
        dueMinutes: 8 * hour,
        act: "revoke_tokens",
      },
      {
        title: "Allow only images by digest, with the entrypoints that are expected",
        dueMinutes: 7 * day,
      },
      { title: "Enter the dashboards in the register of endpoints, with their next review", dueMinutes: 14 * day },
    ],
  },
};

export const shippedPlaybooks: readonly Shipped[] = [universalToken, kubeflowMiner];
