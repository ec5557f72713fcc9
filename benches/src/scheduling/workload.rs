//! A case in one of its sizes: the objects themselves.

use std::collections::BTreeMap;
use std::time::Duration;

use bowline_api::core::v1::{Namespace, Node, Pod, Service};
use bowline_apimachinery::meta::ObjectMeta;

use super::suite::{Count, CreateStep, Suite, WorkloadCounts};
use super::{Case, Failure};

const HOSTNAME: &str = "kubernetes.io/hostname";
const ZONE: &str = "topology.kubernetes.io/zone";

/// What is created, in order.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Names of the case and the size, as upstream writes them.
    pub name: String,
    /// What the peer schedules a second, as measured elsewhere.
    pub peer: Option<f64>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Nodes.
    Nodes(Vec<Node>),
    /// Namespaces.
    Namespaces(Vec<Namespace>),
    /// A service.
    Service(Box<Service>),
    /// Pods; the next step waits until they have nodes.
    Pods {
        /// The pods.
        pods: Vec<Pod>,
        /// Whether it is these that are measured.
        measured: bool,
        /// Whether nobody waits for them.
        left: bool,
    },
    /// From now on the pods of a namespace that are there are deleted, one after the other.
    Delete {
        /// The namespace.
        namespace: String,
        /// How long it takes from one to the next.
        every: Duration,
    },
    /// From now on these come and go by turns.
    Recreate {
        /// A node, a pod and a service.
        objects: Box<(Node, Pod, Service)>,
        /// How often something comes or goes.
        every: Duration,
    },
    /// From now on such pods keep coming, by turns.
    Churn {
        /// The pods.
        pods: Vec<Pod>,
        /// How often.
        every: Duration,
    },
}

impl Suite {
    /// The workloads whose names contain the text, with their objects made when asked for.
    pub fn matching<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (String, Shape<'a>)> {
        let shapes = self.cases.iter().flat_map(move |case| {
            let sizes = case.workloads.iter();
            sizes.map(move |counts| Shape { suite: self, case, counts })
        });
        shapes.map(|shape| (shape.name(), shape)).filter(move |(name, _)| name.contains(text))
    }
}

/// A workload before its objects are made.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    suite: &'a Suite,
    case: &'a Case,
    counts: &'a WorkloadCounts,
}

impl Shape<'_> {
    fn name(&self) -> String {
        format!("{}/{}", self.case.name, self.counts.name)
    }

    /// Makes the objects.
    ///
    /// # Errors
    /// When a template is unknown or no such object, or a count has no name.
    pub fn build(&self) -> Result<Workload, Failure> {
        let mut made = Made::default();
        let steps = self.case.steps.iter().map(|step| self.step(step, &mut made));
        let steps = steps.collect::<Result<_, _>>()?;
        Ok(Workload { name: self.name(), peer: self.counts.peer, steps })
    }

    fn count(&self, count: &Count) -> Result<usize, Failure> {
        match count {
            Count::Number(number) => Ok(*number),
            Count::Named(name) => {
                let found = self.counts.counts.get(name);
                found.copied().ok_or_else(|| format!("{}: no {name}", self.name()).into())
            }
        }
    }

    fn step(&self, step: &CreateStep, made: &mut Made) -> Result<Step, Failure> {
        Ok(match step {
            CreateStep::Nodes { nodes, template, zones } => {
                let node: Node = decode(&self.suite.nodes, template)?;
                Step::Nodes(made.nodes(&node, self.count(nodes)?, zones))
            }
            CreateStep::Namespaces { namespaces, prefix, labels } => {
                let one = |index| {
                    let mut metadata = ObjectMeta::named(format!("{prefix}-{index}"));
                    for (key, value) in labels {
                        metadata.labels.insert(key.clone(), value.clone());
                    }
                    Namespace { metadata, ..Namespace::default() }
                };
                Step::Namespaces((0..self.count(namespaces)?).map(one).collect())
            }
            CreateStep::Service { service } => {
                Step::Service(Box::new(self::service("service", service)))
            }
            CreateStep::Pods { pods, template, namespace, measured, left } => {
                let pod: Pod = decode(&self.suite.pods, template)?;
                let mut pods = made.pods(&pod, self.count(pods)?, namespace);
                if *left {
                    pods.iter_mut().for_each(|it| it.metadata.name.insert_str(0, "left-"));
                }
                Step::Pods { pods, measured: *measured, left: *left }
            }
            CreateStep::PodSets { pod_sets, prefix, each, template } => {
                let pod: Pod = decode(&self.suite.pods, template)?;
                let each = self.count(each)?;
                let sets = 0..self.count(pod_sets)?;
                let pods = sets.flat_map(|set| made.pods(&pod, each, &format!("{prefix}-{set}")));
                Step::Pods { pods: pods.collect(), measured: false, left: false }
            }
            CreateStep::Delete { delete, a_second } => Step::Delete {
                namespace: delete.clone(),
                every: Duration::from_secs(1) / u32::try_from(*a_second)?.max(1),
            },
            CreateStep::Recreate { recreate_node, recreate_pod, every_ms } => {
                let mut node: Node = decode(&self.suite.nodes, recreate_node)?;
                node.metadata.name = "churn-node".to_owned();
                let hostname = (HOSTNAME.to_owned(), "churn-node".to_owned());
                node.metadata.labels.extend([hostname]);
                let mut pod: Pod = decode(&self.suite.pods, recreate_pod)?;
                pod.metadata.name = "churn-pod".to_owned();
                "default".clone_into(&mut pod.metadata.namespace);
                let service =
                    service("churn-service", &[("app".to_owned(), "foo".to_owned())].into());
                let every = Duration::from_millis(*every_ms);
                Step::Recreate { objects: Box::new((node, pod, service)), every }
            }
            CreateStep::Churn { churn, every_ms } => {
                let pods = churn.iter().map(|template| {
                    let pod: Pod = decode(&self.suite.pods, template)?;
                    Ok(made.pods(&pod, 1, "default").remove(0))
                });
                let pods = pods.collect::<Result<_, Failure>>()?;
                Step::Churn { pods, every: Duration::from_millis(*every_ms) }
            }
        })
    }
}

/// A service that selects pods by these labels.
fn service(name: &str, selector: &BTreeMap<String, String>) -> Service {
    let metadata = ObjectMeta::named(name).in_namespace("default");
    let mut made = Service { metadata, ..Service::default() };
    made.spec.selector.extend(selector.clone());
    made.spec.ports.push(bowline_api::core::v1::ServicePort { port: 80, ..Default::default() });
    made
}

fn decode<T: serde::de::DeserializeOwned>(
    templates: &BTreeMap<String, serde_json::Value>,
    name: &str,
) -> Result<T, Failure> {
    let template = templates.get(name).ok_or_else(|| format!("no template {name:?}"))?;
    Ok(serde_json::from_value(template.clone())?)
}

/// Counts, so that no name comes twice.
#[derive(Debug, Default)]
struct Made {
    nodes: usize,
    pods: usize,
}

impl Made {
    fn nodes(&mut self, template: &Node, count: usize, zones: &[String]) -> Vec<Node> {
        let one = |index: usize| {
            let mut node = template.clone();
            if node.metadata.name.is_empty() {
                node.metadata.name = format!("scheduler-perf-{}", self.nodes + index);
            }
            let name = node.metadata.name.clone();
            node.metadata.labels.insert(HOSTNAME.to_owned(), name);
            if !zones.is_empty() {
                let zone = zones[index % zones.len()].clone();
                node.metadata.labels.insert(ZONE.to_owned(), zone);
            }
            node
        };
        let nodes = (0..count).map(one).collect();
        self.nodes += count;
        nodes
    }

    fn pods(&mut self, template: &Pod, count: usize, namespace: &str) -> Vec<Pod> {
        let one = |index| {
            let mut pod = template.clone();
            pod.metadata.name = format!("pod-{}", self.pods + index);
            namespace.clone_into(&mut pod.metadata.namespace);
            pod
        };
        let pods = (0..count).map(one).collect();
        self.pods += count;
        pods
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_size_of_every_case_is_placed() {
        let suite = Suite::load().unwrap();
        for case in &suite.cases {
            let smallest = format!("{}/{}", case.name, case.workloads[0].name);
            let (name, shape) = suite.matching(&smallest).next().unwrap();
            let workload = shape.build().unwrap();
            let measured = |it: &&Step| matches!(it, Step::Pods { measured: true, .. });
            assert_eq!(workload.steps.iter().filter(measured).count(), 1, "{name}");
            let outcome =
                crate::scheduling::decisions(workload, crate::scheduling::How::default()).unwrap();
            assert!(outcome.pods > 0 && outcome.decisions.len() >= outcome.pods, "{name}");
        }
    }
}
