//! Pods and nodes from numbers.

use bowline_api::core::v1::{Container, Node, Pod, ResourceList};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::quantity::Quantity;

use crate::pod_info::DEFAULT_SCHEDULER_NAME;

/// What a pod asks for, or a node has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Amounts {
    /// In thousandths of a core.
    pub(super) cpu_milli: f64,
    /// In bytes.
    pub(super) memory: f64,
    /// In thousandths of a GPU.
    pub(super) gpu_milli: f64,
}

/// The resource that stands for shares of GPUs.
pub(super) const GPU_MILLI: &str = "alibabacloud.com/gpu-milli";

impl Amounts {
    fn list(self) -> ResourceList {
        let mut list = ResourceList::new();
        let milli = format!("{}m", self.cpu_milli.round() as i64);
        list.insert("cpu".to_owned(), milli.parse().unwrap_or_default());
        list.insert("memory".to_owned(), Quantity::from(self.memory.round() as i64));
        if self.gpu_milli > 0.0 {
            list.insert(GPU_MILLI.to_owned(), Quantity::from(self.gpu_milli.round() as i64));
        }
        list
    }
}

/// A name that the API allows.
pub(super) fn name(text: &str) -> String {
    let legal = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '-' };
    let name: String = text.chars().map(legal).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "x".to_owned() } else { name.to_owned() }
}

pub(super) fn node(text: &str, amounts: Amounts) -> Node {
    let name = name(text);
    let metadata = ObjectMeta::named(name.clone()).label("kubernetes.io/hostname", name);
    let mut node = Node { metadata, ..Node::default() };
    let mut list = amounts.list();
    list.insert("pods".to_owned(), Quantity::from(1_000_i64));
    node.status.allocatable = list.clone();
    node.status.capacity = list;
    node
}

/// A pod of a user, whose namespace it lives in.
pub(super) fn pod(text: &str, user: &str, amounts: Amounts) -> Pod {
    let metadata = ObjectMeta::named(name(text)).in_namespace(name(user));
    let mut pod = Pod { metadata, ..Pod::default() };
    pod.spec.scheduler_name = DEFAULT_SCHEDULER_NAME.to_owned();
    let mut container = Container { name: "task".to_owned(), ..Container::default() };
    container.resources.requests = amounts.list();
    pod.spec.containers = vec![container];
    pod
}
