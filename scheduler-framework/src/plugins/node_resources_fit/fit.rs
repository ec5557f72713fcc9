//! Whether a node has enough left.

use std::borrow::Cow;

use bowline_api::core::v1::is_extended_resource;

use super::Ignored;
use crate::node_info::NodeInfo;
use crate::resource::Resource;
use crate::verdict::{Rejection, RejectionCode, Verdict};

/// All that a node lacks for a pod with these requests; unresolvable if it would lack it even
/// without any other pod.
pub(super) fn check(requests: &Resource, node: &NodeInfo, ignored: &Ignored) -> Verdict {
    let mut lack = Lack::default();
    let (has, used) = (node.allocatable(), node.requested());
    if i64::try_from(node.pods().len()).is_ok_and(|pods| pods + 1 > has.allowed_pod_number) {
        lack.reasons.push("Too many pods".into());
    }
    let plain = [
        (requests.milli_cpu, has.milli_cpu, used.milli_cpu, "Insufficient cpu"),
        (requests.memory, has.memory, used.memory, "Insufficient memory"),
        (
            requests.ephemeral_storage,
            has.ephemeral_storage,
            used.ephemeral_storage,
            "Insufficient ephemeral-storage",
        ),
    ];
    for (wanted, has, used, reason) in plain {
        lack.check(wanted, has, used, || reason.into());
    }
    for (name, wanted) in &requests.scalar {
        if !ignored.contains(name) {
            let (has, used) = (has.get(name), used.get(name));
            lack.check(*wanted, has, used, || format!("Insufficient {name}").into());
        }
    }
    lack.into()
}

#[derive(Default)]
struct Lack {
    reasons: Vec<Cow<'static, str>>,
    unresolvable: bool,
}

impl Lack {
    fn check(
        &mut self,
        wanted: i64,
        has: i64,
        used: i64,
        reason: impl FnOnce() -> Cow<'static, str>,
    ) {
        if wanted > 0 && wanted > has - used {
            self.reasons.push(reason());
            self.unresolvable |= wanted > has;
        }
    }
}

impl From<Lack> for Verdict {
    fn from(lack: Lack) -> Self {
        if lack.reasons.is_empty() {
            return Self::Fits;
        }
        let code = match lack.unresolvable {
            true => RejectionCode::UnschedulableAndUnresolvable,
            false => RejectionCode::Unschedulable,
        };
        Rejection { code, reasons: lack.reasons.into_iter().collect(), plugin: "" }.into()
    }
}

impl Ignored {
    fn contains(&self, name: &str) -> bool {
        if self.resources.is_empty() && self.groups.is_empty() {
            return false;
        }
        let group = name.split('/').next().unwrap_or(name);
        is_extended_resource(name) && (self.resources.contains(name) || self.groups.contains(group))
    }
}
