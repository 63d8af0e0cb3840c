// Reads scenarios as lines of JSON on standard input, decides each with the npm package
// @cloud-copilot/iam-simulate, and writes `{"id", "decision"}` lines in the same order.
//
// The package's `runSimulation` drops context keys that its data do not know, adds policies and
// refuses requests; `runUnsafeSimulation` takes the context as is, but leaves session and endpoint
// policies out. Both end in `authorize`, which is called here the way `runUnsafeSimulation` calls
// it, with all policies. One in a hundred of the scenarios that `runUnsafeSimulation` can take (it
// fails on resource policies too) is put to it as well, and it must agree.

import { createInterface } from 'node:readline';

import { runUnsafeSimulation, anonymousPrincipal } from '@cloud-copilot/iam-simulate';
import { loadPolicy } from '@cloud-copilot/iam-policy';

const inside = new URL('node_modules/@cloud-copilot/iam-simulate/dist/esm/', import.meta.url);
const { authorize } = await import(new URL('core_engine/CoreSimulatorEngine.js', inside));
const { AwsRequestImpl } = await import(new URL('request/request.js', inside));
const { RequestContextImpl } = await import(new URL('requestContext.js', inside));
const { DiscoveryContextKeyConstraints } = await import(
  new URL('context_keys/discoveryContextKeyConstraints.js', inside)
);

const DECISIONS = {
  Allowed: 'allowed',
  ExplicitlyDenied: 'explicit_deny',
  ImplicitlyDenied: 'implicit_deny',
};

// How the package names a caller: an ARN, the name of a service, or nobody.
function principalOf(caller) {
  if (caller.type === 'anonymous') return anonymousPrincipal;
  if (caller.type === 'service') return caller.name;
  if (caller.type === 'web_identity' || caller.type === 'saml') return caller.provider;
  return caller.arn;
}

function contextOf(context) {
  const text = (value) => (Array.isArray(value) ? value.map(String) : String(value));
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key, text(value)]));
}

function named(policies) {
  return (policies ?? []).map((policy, i) => ({ name: `policy ${i}`, policy }));
}

function levels(list) {
  return (list ?? []).map((policies, i) => ({
    orgIdentifier: `level ${i}`,
    policies: named(policies),
  }));
}

function simulationOf({ model, request }) {
  return {
    request: {
      principal: principalOf(request.principal),
      action: request.action,
      resource: { resource: request.resource, accountId: model.resource_account },
      contextVariables: contextOf(request.context),
    },
    identityPolicies: named(model.identity),
    resourcePolicy: model.resource ?? undefined,
    permissionBoundaryPolicies: model.boundary ? named([model.boundary]) : undefined,
    serviceControlPolicies: levels(model.scps),
    resourceControlPolicies: levels(model.rcps),
  };
}

function load(list) {
  return list.map(({ name, policy }) => loadPolicy(policy, { name }));
}

function loadLevels(list) {
  return list.map((level) => ({ ...level, policies: load(level.policies) }));
}

function decide({ model, request }, simulation) {
  const { principal, action, resource, contextVariables } = simulation.request;
  const wildcardOnly = request.resource === '*';
  return authorize({
    request: new AwsRequestImpl(
      principal,
      resource,
      action,
      new RequestContextImpl(contextVariables),
      wildcardOnly,
    ),
    sessionPolicy: model.session ? loadPolicy(model.session, {}) : undefined,
    identityPolicies: load(simulation.identityPolicies),
    serviceControlPolicies: loadLevels(simulation.serviceControlPolicies),
    resourceControlPolicies: loadLevels(simulation.resourceControlPolicies),
    resourcePolicy: model.resource ? loadPolicy(model.resource, {}) : undefined,
    permissionBoundaries: model.boundary ? [loadPolicy(model.boundary, {})] : undefined,
    vpcEndpointPolicies: model.vpce ? [loadPolicy(model.vpce, {})] : undefined,
    simulationParameters: {
      simulationMode: 'Strict',
      discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
    },
    serviceSettings: { s3: {} },
  }).result;
}

function answer(scenario, number) {
  const simulation = simulationOf(scenario);
  const result = decide(scenario, simulation);
  const { session, vpce, resource } = scenario.model;
  const unfit = session || vpce || resource || scenario.request.resource === '*';
  if (number % 100 === 0 && !unfit) {
    const byPublicInterface = runUnsafeSimulation(simulation, {});
    if (byPublicInterface !== result) {
      throw new Error(`runUnsafeSimulation says ${byPublicInterface}, authorize ${result}`);
    }
  }
  return DECISIONS[result] ?? result;
}

let number = 0;
let out = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line === '') continue;
  const scenario = JSON.parse(line);
  const report = { id: scenario.id };
  try {
    report.decision = answer(scenario, number++);
  } catch (error) {
    report.decision = 'error';
    report.reason = String(error.message);
  }
  out.push(JSON.stringify(report));
  if (out.length === 1000) {
    process.stdout.write(out.join('\n') + '\n');
    out = [];
  }
}
if (out.length > 0) process.stdout.write(out.join('\n') + '\n');
