//! The file of shapes.

use std::collections::BTreeMap;

use bowline_apimachinery::codec::yaml;
use serde::Deserialize;
use serde_json::Value;

use super::Failure;

/// All shapes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suite {
    /// Nodes by the names of their templates.
    pub nodes: BTreeMap<String, Value>,
    /// Pods by the names of their templates.
    pub pods: BTreeMap<String, Value>,
    /// Cases in upstream's order.
    pub cases: Vec<Case>,
}

/// A case: what is created, in several sizes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Upstream's name.
    pub name: String,
    /// What is created, in order.
    pub steps: Vec<CreateStep>,
    /// The sizes.
    pub workloads: Vec<WorkloadCounts>,
}

/// A size of a case.
#[derive(Clone, Debug, Deserialize)]
pub struct WorkloadCounts {
    /// Upstream's name.
    pub name: String,
    /// What the peer schedules a second, as measured elsewhere.
    pub peer: Option<f64>,
    /// The numbers by name.
    #[serde(flatten)]
    pub counts: BTreeMap<String, usize>,
}

/// How many.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Count {
    /// So many.
    Number(usize),
    /// As many as the workload says under this name.
    Named(String),
}

fn default() -> String {
    "default".to_owned()
}

/// One step.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum CreateStep {
    /// Nodes, in zones by turns.
    Nodes {
        /// How many.
        nodes: Count,
        /// Which.
        #[serde(default = "default")]
        template: String,
        /// Values of the zone label; no label if empty.
        #[serde(default)]
        zones: Vec<String>,
    },
    /// Namespaces, numbered.
    Namespaces {
        /// How many.
        namespaces: Count,
        /// What their names begin with.
        prefix: String,
        /// Their labels.
        #[serde(default)]
        labels: BTreeMap<String, String>,
    },
    /// Pods in one namespace; the next step waits until they have nodes.
    Pods {
        /// How many.
        pods: Count,
        /// Which.
        #[serde(default = "default")]
        template: String,
        /// Where.
        #[serde(default = "default")]
        namespace: String,
        /// Whether it is these that are measured.
        #[serde(default)]
        measured: bool,
        /// Whether the next step does not wait.
        #[serde(default)]
        left: bool,
    },
    /// Pods in each of several namespaces.
    PodSets {
        /// In how many.
        pod_sets: Count,
        /// What the names of the namespaces begin with.
        prefix: String,
        /// How many in each.
        each: Count,
        /// Which.
        template: String,
    },
    /// A service that selects pods by these labels.
    Service {
        /// Labels.
        service: BTreeMap<String, String>,
    },
    /// From now on the pods of a namespace that are there are deleted, one after the other.
    Delete {
        /// The namespace.
        delete: String,
        /// How many a second.
        a_second: u64,
    },
    /// From now on a node, a pod and a service come and go by turns.
    Recreate {
        /// The node.
        recreate_node: String,
        /// The pod.
        recreate_pod: String,
        /// How often, in milliseconds.
        every_ms: u64,
    },
    /// Pods that keep coming from now on.
    Churn {
        /// Which.
        churn: Vec<String>,
        /// How often, in milliseconds.
        every_ms: u64,
    },
}

impl Suite {
    /// The shapes of this package.
    ///
    /// # Errors
    /// When the file is not in form, which the tests exclude.
    pub fn load() -> Result<Self, Failure> {
        let value = yaml::from_str(include_str!("../../data/scheduler_perf.yaml"))?;
        Ok(serde_json::from_value(value)?)
    }
}
