//! Whether a volume can be made for a claim on a node.

use std::sync::Arc;

use bowline_api::core::v1::PersistentVolumeClaim;
use bowline_api::storage::v1::{CSIDriver, CSIStorageCapacity, StorageClass};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::quantity::Quantity;

use crate::node_info::NodeInfo;
use crate::plugins::volume_claims::{class_of_claim, storage_class};
use crate::snapshot::Objects;
use crate::verdict::BoxError;

/// The provisioner of classes whose volumes only people make.
const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// A claim for which a volume is to be made.
#[derive(Clone, Debug)]
pub(super) struct Provision {
    pub(super) claim: Arc<PersistentVolumeClaim>,
    /// Where the storage comes from, as far as its driver tells.
    pub(super) capacity: Option<Arc<CSIStorageCapacity>>,
}

/// Whether it can be made.
pub(super) enum Provisioning {
    Possible(Provision),
    /// Not for this node.
    Impossible,
    /// There is not enough left.
    NoSpace,
}

pub(super) fn provision(
    objects: &Objects,
    claim: &Arc<PersistentVolumeClaim>,
    node: &NodeInfo,
) -> Result<Provisioning, BoxError> {
    let name = class_of_claim(claim);
    if name.is_empty() {
        let metadata = &claim.metadata;
        return Err(
            format!("no class for claim \"{}/{}\"", metadata.namespace, metadata.name).into()
        );
    }
    let class = storage_class(objects, name)
        .ok_or_else(|| format!("failed to find storage class {name:?}"))?;
    if class.provisioner.is_empty() || class.provisioner == NO_PROVISIONER {
        return Ok(Provisioning::Impossible);
    }
    if !allows(class, node) {
        return Ok(Provisioning::Impossible);
    }
    let possible =
        |capacity| Provisioning::Possible(Provision { claim: Arc::clone(claim), capacity });
    let Some(size) = claim.spec.resources.requests.get("storage") else {
        return Ok(possible(None));
    };
    // Only drivers that tell how much they have are held to it.
    let driver = objects.get::<CSIDriver>("", &class.provisioner);
    if driver.is_none_or(|driver| driver.spec.storage_capacity != Some(true)) {
        return Ok(possible(None));
    }
    for capacity in objects.list::<CSIStorageCapacity>() {
        let enough = || limit(capacity).is_some_and(|it| it.value() >= size.value());
        if capacity.storage_class_name == class.metadata.name
            && enough()
            && is_within_reach(capacity, node)?
        {
            return Ok(possible(Some(Arc::clone(capacity))));
        }
    }
    Ok(Provisioning::NoSpace)
}

/// Whether the topologies of a class include a node; without any they include all.
fn allows(class: &StorageClass, node: &NodeInfo) -> bool {
    class.allowed_topologies.is_empty()
        || class.allowed_topologies.iter().any(|term| {
            let mut wanted = term.match_label_expressions.iter();
            // An empty term selects nothing.
            !term.match_label_expressions.is_empty()
                && wanted.all(|it| {
                    node.label(&it.key).is_some_and(|own| it.values.iter().any(|v| v == own))
                })
        })
}

/// How great a volume may be.
pub(super) fn limit(capacity: &CSIStorageCapacity) -> Option<&Quantity> {
    capacity.maximum_volume_size.as_ref().or(capacity.capacity.as_ref())
}

fn is_within_reach(capacity: &CSIStorageCapacity, node: &NodeInfo) -> Result<bool, BoxError> {
    if capacity.node_topology.is_none() {
        return Ok(false);
    }
    let selector = Selector::from_label_selector(capacity.node_topology.as_deref())?;
    Ok(selector.matches(&node.node().metadata.labels))
}
