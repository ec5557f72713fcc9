//! `ImageLocality` prefers nodes that have the pod's images, so that less is pulled.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bowline_api::core::v1::Pod;

use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, ExtensionPoints, MAX_NODE_SCORE, Normalization, Plugin, Reach, Score};
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::BoxError;

const MIN_THRESHOLD: i64 = 23 * 1024 * 1024;
const MAX_CONTAINER_THRESHOLD: i64 = 1000 * 1024 * 1024;

/// The plugin. Upstream: `plugins/imagelocality/image_locality.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImageLocality;

impl Plugin for ImageLocality {
    fn name(&self) -> &'static str {
        "ImageLocality"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.score(self);
    }
}

impl Score for ImageLocality {
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let mut scores = [0];
        self.score_many(cycle, pod, &[node], &mut scores)?;
        Ok(scores[0])
    }

    fn score_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let spec = &pod.pod().spec;
        let containers = i64::try_from(spec.containers.len() + spec.init_containers.len())?;
        let images = wanted(pod.pod(), cycle.snapshot);
        for (node, score) in nodes.iter().zip(scores) {
            let sizes = images.iter().filter_map(|(name, spread)| {
                // The size of an image that few nodes have counts little, lest all pods that use
                // it pile up on these.
                Some((node.image_size(name)? as f64 * spread) as i64)
            });
            *score = rate(sizes.sum(), containers);
        }
        Ok(())
    }

    fn reach(&self, cycle: &Cycle<'_>, pod: &PodInfo) -> Reach {
        let images = wanted(pod.pod(), cycle.snapshot);
        if images.is_empty() {
            return Reach::NODE;
        }
        let mut hasher = DefaultHasher::new();
        for (name, spread) in &images {
            (name, spread.to_bits()).hash(&mut hasher);
        }
        Reach::Node { besides: hasher.finish() }
    }

    fn normalization(&self) -> Normalization {
        Normalization::None
    }
}

/// The images of a pod that some node has, each with the share of the nodes that have it.
fn wanted(pod: &Pod, snapshot: &Snapshot) -> Vec<(String, f64)> {
    let containers = pod.spec.init_containers.iter().chain(&pod.spec.containers);
    let volumes = pod.spec.volumes.iter().filter_map(|volume| volume.image.as_ref());
    let images = containers.map(|it| &it.image).chain(volumes.map(|it| &it.reference));
    let total = snapshot.node_count() as f64;
    let present = images.map(|name| {
        let name = normalized_image_name(name);
        let spread = snapshot.nodes_with_image(&name) as f64 / total;
        (name, spread)
    });
    present.filter(|(_, spread)| *spread > 0.0).collect()
}

fn rate(sum: i64, containers: i64) -> i64 {
    let max = MAX_CONTAINER_THRESHOLD * containers;
    let sum = sum.min(max).max(MIN_THRESHOLD);
    MAX_NODE_SCORE * (sum - MIN_THRESHOLD) / (max - MIN_THRESHOLD).max(1)
}

/// The name under which nodes report an image: with a tag or digest.
fn normalized_image_name(name: &str) -> String {
    let after_path = name.rsplit('/').next().unwrap_or(name);
    if after_path.contains(':') { name.to_owned() } else { format!("{name}:latest") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle_state::CycleState;
    use crate::testing::{node, pod};

    const MIB: i64 = 1024 * 1024;

    #[test]
    fn names_get_a_tag() {
        let rows = [
            ("root", "root:latest"),
            ("root:tag", "root:tag"),
            ("reg.io:5000/root", "reg.io:5000/root:latest"),
            ("reg.io:5000/root:tag", "reg.io:5000/root:tag"),
            ("root@sha256:abc", "root@sha256:abc"),
        ];
        for (name, want) in rows {
            assert_eq!(normalized_image_name(name), want);
        }
    }

    #[test]
    fn the_larger_part_that_is_there_wins() {
        let nodes = [
            node("n0").image("web:latest", 500 * MIB),
            node("n1").image("web:latest", 500 * MIB).image("db:v1", 2000 * MIB),
            node("n2").image("small:latest", 5 * MIB),
        ];
        let snapshot = Snapshot::of(nodes.map(|node| node.build()), []);
        let rows = [
            ("nowhere", pod("p").image("other"), [0, 0, 0]),
            ("on two of three", pod("p").image("web"), [31, 31, 0]),
            ("too small to matter", pod("p").image("small"), [0, 0, 0]),
            ("on one of three", pod("p").image("db:v1"), [0, 65, 0]),
        ];
        for (name, pod, want) in rows {
            let state = CycleState::default();
            let cycle = Cycle::new(&state, &snapshot);
            let pod = pod.info();
            let got = snapshot.nodes().map(|it| ImageLocality.score(&cycle, &pod, it).unwrap());
            assert_eq!(got.collect::<Vec<_>>(), want, "{name}");
        }
    }

    #[test]
    fn scores_end_at_the_thresholds() {
        assert_eq!(rate(0, 1), 0);
        assert_eq!(rate(MIN_THRESHOLD, 1), 0);
        assert_eq!(rate(i64::MAX, 2), 100);
        assert_eq!(rate(2000 * MIB, 2), 100);
        assert_eq!(rate(5, 0), 0);
    }
}
