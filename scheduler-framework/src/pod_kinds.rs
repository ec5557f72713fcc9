//! Pods that were made alike, found out when they come.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bowline_api::core::v1::{Container, Pod};

use crate::pod_info::{PodInfo, PodKind, Shape};

/// Examples that are remembered at most; then they are all forgotten, and pods that come later
/// have kinds of their own.
const MOST: usize = 4096;

/// An example of each kind of pod.
#[derive(Debug, Default)]
pub(crate) struct PodKinds {
    by_hash: HashMap<u64, Vec<Known>>,
    len: usize,
    next: u64,
}

#[derive(Debug)]
struct Known {
    pod: Arc<Pod>,
    shape: Arc<Shape>,
    kind: PodKind,
}

impl PodKinds {
    /// The pod with what is worked out of it, shared with pods that are like it.
    pub(crate) fn info(&mut self, pod: Arc<Pod>) -> PodInfo {
        let status = &pod.status;
        let plain = status.container_statuses.is_empty()
            && status.init_container_statuses.is_empty()
            && status.resources.is_none()
            && status.allocated_resources.is_empty()
            && pod.metadata.deletion_timestamp.is_none();
        if !plain {
            return PodInfo::new(pod);
        }
        let hash = hash_of(&pod);
        let is_bound = !pod.spec.node_name.is_empty();
        let known = self.by_hash.get(&hash).map_or(&[][..], Vec::as_slice);
        // A bound pod needs no kind, and differs from others in its node.
        let found = match is_bound {
            true => known.iter().find(|it| same_shape(&it.pod, &pod)),
            false => known.iter().find(|it| same_kind(&it.pod, &pod)),
        };
        if let Some(Known { shape, kind, .. }) = found {
            return PodInfo::shaped(pod, Arc::clone(shape), (!is_bound).then_some(*kind));
        }
        if self.len == MOST {
            self.by_hash.clear();
            self.len = 0;
        }
        self.len += 1;
        self.next += 1;
        let kind = PodKind(self.next);
        let same = known_shape(self.by_hash.get(&hash), &pod);
        let shape = same.unwrap_or_else(|| Arc::new(Shape::of(&pod)));
        let known = Known { pod: Arc::clone(&pod), shape: Arc::clone(&shape), kind };
        self.by_hash.entry(hash).or_default().push(known);
        PodInfo::shaped(pod, shape, (!is_bound).then_some(kind))
    }
}

fn known_shape(known: Option<&Vec<Known>>, pod: &Pod) -> Option<Arc<Shape>> {
    let found = known?.iter().find(|it| same_shape(&it.pod, pod))?;
    Some(Arc::clone(&found.shape))
}

fn same_kind(a: &Pod, b: &Pod) -> bool {
    let (ours, theirs) = (&a.metadata, &b.metadata);
    ours.namespace == theirs.namespace
        && ours.labels == theirs.labels
        && ours.annotations == theirs.annotations
        && ours.owner_references == theirs.owner_references
        && a.spec == b.spec
}

/// Whether all is alike that a [`Shape`] is made of.
fn same_shape(a: &Pod, b: &Pod) -> bool {
    let (ours, theirs) = (&a.metadata, &b.metadata);
    ours.namespace == theirs.namespace
        && ours.labels == theirs.labels
        && a.spec.containers == b.spec.containers
        && a.spec.init_containers == b.spec.init_containers
        && a.spec.resources == b.spec.resources
        && a.spec.overhead == b.spec.overhead
        && a.spec.affinity == b.spec.affinity
        && a.spec.host_network == b.spec.host_network
}

fn hash_of(pod: &Pod) -> u64 {
    let mut hasher = DefaultHasher::new();
    pod.metadata.namespace.hash(&mut hasher);
    pod.metadata.labels.hash(&mut hasher);
    let containers = |list: &[Container], hasher: &mut DefaultHasher| {
        for container in list {
            (&container.name, &container.image).hash(hasher);
            for (name, amount) in &container.resources.requests {
                (name, amount.milli_value()).hash(hasher);
            }
        }
    };
    containers(&pod.spec.containers, &mut hasher);
    containers(&pod.spec.init_containers, &mut hasher);
    pod.spec.priority.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{PodBuilder, pod};

    #[test]
    fn pods_of_one_template_are_of_one_kind() {
        let mut kinds = PodKinds::default();
        let made = |name: &str| pod(name).requests(&[("cpu", "1")]).label("app", "web");
        let mut info = |it: PodBuilder| kinds.info(Arc::new(it.build()));
        let one = info(made("a"));
        let two = info(made("b"));
        assert!(one.kind().is_some() && one.kind() == two.kind());
        assert!(Arc::ptr_eq(one.shape(), two.shape()));
        let bound = info(made("c").on("n1"));
        assert!(bound.kind().is_none() && Arc::ptr_eq(bound.shape(), one.shape()));
        let others = [
            made("d").label("app", "db"),
            made("d").namespace("other"),
            made("d").requests(&[("cpu", "2")]),
            made("d").node_selector("zone", "a"),
            made("d").tolerates("a", ""),
            made("d").with(|it| it.metadata.annotations = [("a".into(), "b".into())].into()),
        ];
        for other in others {
            let other = info(other);
            assert!(other.kind().is_some() && other.kind() != one.kind(), "{other:?}");
        }
        assert_eq!(info(made("e")).kind(), one.kind());
        let gone = made("f").with(|it| {
            it.metadata.deletion_timestamp = Some(Default::default());
        });
        assert!(info(gone).kind().is_none());
    }
}
