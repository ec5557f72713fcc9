//! Whether a node has room for a pod that was sent to it.
//!
//! The scheduler has decided already; but it may have decided on old news, and some pods come to a
//! node past it. Only room is looked at: labels and taints of the node may have changed since.
//!
//! Upstream: `pkg/kubelet/lifecycle/predicate.go`.

use bowline_api::core::v1::{Pod, PodResourcesOptions, ResourceList, add_resources};
use bowline_apimachinery::quantity::Quantity;

/// Why a node does not take a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The reason in the pod's status.
    pub reason: String,
    /// The message in the pod's status.
    pub message: String,
}

/// Checks that a pod fits beside others into what pods may use of the node. Of a node of which
/// nothing is known, everything fits.
///
/// # Errors
/// With what there is too little of.
pub fn admit<'a>(
    pod: &Pod,
    others: impl Iterator<Item = &'a Pod>,
    allocatable: &ResourceList,
) -> Result<(), Rejection> {
    if allocatable.is_empty() {
        return Ok(());
    }
    let requests = pod.spec.resource_requests(PodResourcesOptions::default());
    let mut used = ResourceList::new();
    let mut pods = 0_i64;
    for other in others {
        add_resources(&mut used, &other.spec.resource_requests(PodResourcesOptions::default()));
        pods += 1;
    }
    if let Some(capacity) = allocatable.get("pods").map(Quantity::value)
        && pods + 1 > capacity
    {
        return Err(rejection("pods", 1, pods, capacity));
    }
    for (name, request) in requests {
        let whole = |amount: Option<&Quantity>| {
            let of = if name == "cpu" { Quantity::milli_value } else { Quantity::value };
            amount.map_or(0, of)
        };
        let (requested, used) = (whole(Some(&request)), whole(used.get(&name)));
        let capacity = whole(allocatable.get(&name));
        if requested > 0 && requested.saturating_add(used) > capacity {
            return Err(rejection(&name, requested, used, capacity));
        }
    }
    Ok(())
}

fn rejection(resource: &str, requested: i64, used: i64, capacity: i64) -> Rejection {
    Rejection {
        reason: format!("OutOf{resource}"),
        message: format!(
            "Pod was rejected: Node didn't have enough resource: {resource}, requested: \
             {requested}, used: {used}, capacity: {capacity}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::Container;

    use super::*;

    fn list(pairs: &[(&str, &str)]) -> ResourceList {
        pairs.iter().map(|(n, q)| ((*n).to_owned(), q.parse().unwrap())).collect()
    }

    fn pod(requests: &[(&str, &str)]) -> Pod {
        let mut container = Container::default();
        container.resources.requests = list(requests);
        let mut pod = Pod::default();
        pod.spec.containers = vec![container];
        pod
    }

    #[test]
    fn a_node_takes_what_it_has_room_for() {
        let node = list(&[("cpu", "1"), ("memory", "1Gi"), ("pods", "3")]);
        let one = pod(&[("cpu", "600m")]);
        let empty = pod(&[]);
        let cases: [(&str, Pod, &[&Pod], Option<&str>); 6] = [
            ("alone", pod(&[("cpu", "1")]), &[], None),
            ("beside another", pod(&[("cpu", "400m")]), &[&one], None),
            (
                "too much beside another",
                pod(&[("cpu", "401m")]),
                &[&one],
                Some("cpu, requested: 401, used: 600, capacity: 1000"),
            ),
            (
                "something the node has not",
                pod(&[("example.com/gpu", "1")]),
                &[],
                Some("example.com/gpu, requested: 1, used: 0, capacity: 0"),
            ),
            ("nothing on a full node", pod(&[("memory", "0")]), &[&one, &empty], None),
            (
                "one too many",
                pod(&[]),
                &[&one, &empty, &empty],
                Some("pods, requested: 1, used: 3, capacity: 3"),
            ),
        ];
        for (name, pod, others, want) in cases {
            let got = admit(&pod, others.iter().copied(), &node).map_err(|r| r.message);
            let want =
                want.map(|w| format!("Pod was rejected: Node didn't have enough resource: {w}"));
            assert_eq!(got.err(), want, "{name}");
        }
        assert_eq!(admit(&pod(&[("cpu", "9")]), [].into_iter(), &ResourceList::new()), Ok(()));
    }
}
