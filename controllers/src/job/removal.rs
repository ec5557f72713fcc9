//! Which active pods of a job to delete when there are too many.
//!
//! Upstream: `activePodsForRemoval` of `pkg/controller/job/job_controller.go`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::batch::v1::Job;
use bowline_api::core::v1::Pod;

use super::pods::{completion_index, is_indexed};
use crate::pod_ranking::compare_progress;

/// At least `at_least` pods: those without a valid index and those that share one with a pod that
/// is further along, and then those that are least far along.
#[must_use]
pub fn pods_to_remove(job: &Job, active: &[Arc<Pod>], at_least: usize) -> Vec<Arc<Pod>> {
    let (mut remove, mut left) = if is_indexed(job) {
        duplicates(active, job.spec.completions.unwrap_or(0))
    } else {
        (Vec::new(), active.to_vec())
    };
    if remove.len() < at_least {
        left.sort_by(|a, b| compare_progress(a, b));
        let missing = at_least - remove.len();
        remove.extend(left.into_iter().take(missing));
    }
    remove
}

fn duplicates(active: &[Arc<Pod>], completions: i32) -> (Vec<Arc<Pod>>, Vec<Arc<Pod>>) {
    let (mut remove, mut left) = (Vec::new(), Vec::new());
    let mut by_index: BTreeMap<i32, Vec<Arc<Pod>>> = BTreeMap::new();
    for pod in active {
        match completion_index(pod).filter(|index| *index < completions) {
            Some(index) => by_index.entry(index).or_default().push(pod.clone()),
            None => remove.push(pod.clone()),
        }
    }
    for mut pods in by_index.into_values() {
        pods.sort_by(|a, b| compare_progress(a, b));
        left.extend(pods.pop());
        remove.extend(pods);
    }
    (remove, left)
}

#[cfg(test)]
mod tests {
    use super::super::pods::COMPLETION_INDEX;
    use super::*;

    fn pod(name: &str, index: &str, node: &str) -> Arc<Pod> {
        let mut pod = Pod::default();
        pod.metadata.name = name.into();
        pod.metadata.annotations.insert(COMPLETION_INDEX.into(), index.into());
        pod.spec.node_name = node.into();
        Arc::new(pod)
    }

    #[test]
    fn of_two_pods_of_an_index_the_further_one_stays() {
        let mut job = Job::default();
        job.spec.completion_mode = Some("Indexed".into());
        job.spec.completions = Some(3);
        let pods = [pod("a", "0", ""), pod("b", "0", "n"), pod("c", "7", "n"), pod("d", "x", "n")];
        let names = |at_least| {
            let mut names: Vec<_> = pods_to_remove(&job, &pods, at_least)
                .iter()
                .map(|pod| pod.metadata.name.clone())
                .collect();
            names.sort();
            names
        };
        assert_eq!(names(0), ["a", "c", "d"]);
        assert_eq!(names(4), ["a", "b", "c", "d"]);
    }
}
