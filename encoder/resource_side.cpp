#include "encoder/decision.h"

namespace postern::encoder {

void add_organization(const model::World& world, ResourceSide& side) {
  side.managed_by = model::root_managers_of(world, side.account);
  const model::Guardrails rcps = model::rcps_of(world, side.account);
  if (!rcps.apply) return;
  side.rcps = rcps.levels;
  side.rcps_allow = true;
  side.rcps_missing = !rcps.missing.empty();
  side.rcp_services = world.rcp_services;
}

}  // namespace postern::encoder
