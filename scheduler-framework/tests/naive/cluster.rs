//! Clusters as plain data, and as the objects of the API.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_scheduler_framework::Snapshot;
use serde_json::{Value, json};

pub(crate) const HOSTNAME: &str = "kubernetes.io/hostname";
pub(crate) const MIB: i64 = 1 << 20;

pub(crate) type Labels = BTreeMap<String, String>;

#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) nodes: Vec<ANode>,
    /// The pods that are there.
    pub(crate) pods: Vec<APod>,
    /// The pod to be placed.
    pub(crate) pod: APod,
}

#[derive(Debug)]
pub(crate) struct ANode {
    pub(crate) name: String,
    pub(crate) labels: Labels,
    /// Key and effect.
    pub(crate) taints: Vec<(String, &'static str)>,
    pub(crate) cordoned: bool,
    pub(crate) cpu: i64,
    pub(crate) memory: i64,
    pub(crate) most_pods: i64,
    pub(crate) images: Vec<(String, i64)>,
}

#[derive(Debug)]
pub(crate) struct APod {
    pub(crate) name: String,
    pub(crate) namespace: &'static str,
    pub(crate) node: Option<usize>,
    pub(crate) labels: Labels,
    pub(crate) cpu: Option<i64>,
    pub(crate) memory: Option<i64>,
    pub(crate) image: String,
    pub(crate) port: Option<i64>,
    /// Key and effect; empty for all.
    pub(crate) tolerations: Vec<(String, &'static str)>,
    pub(crate) node_selector: Labels,
    /// Terms of (key, value) that a node's label must have.
    pub(crate) required_nodes: Vec<(String, String)>,
    pub(crate) preferred_nodes: Vec<(i64, String, String)>,
    pub(crate) affinity: Vec<Term>,
    pub(crate) anti_affinity: Vec<Term>,
    /// With weights; negative for anti-affinity.
    pub(crate) preferred_pods: Vec<(i64, Term)>,
    pub(crate) spread: Vec<Spread>,
    pub(crate) terminating: bool,
}

/// Pods of the same namespace with a label, by a label of nodes.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) app: String,
    pub(crate) key: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Spread {
    pub(crate) app: String,
    pub(crate) key: String,
    pub(crate) skew: i64,
    pub(crate) hard: bool,
    pub(crate) honors_taints: bool,
}

pub(crate) struct Dice(pub(crate) SeededRandom);

impl Dice {
    fn below(&self, limit: u64) -> usize {
        self.0.below(limit) as usize
    }

    fn one_in(&self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn of<T: Copy>(&self, list: &[T]) -> T {
        list[self.below(list.len() as u64)]
    }

    fn maybe<T>(&self, one_in: u64, make: impl Fn() -> T) -> Vec<T> {
        if self.one_in(one_in) { (0..=self.below(2)).map(|_| make()).collect() } else { Vec::new() }
    }

    fn app(&self) -> String {
        format!("a{}", self.below(3))
    }

    fn key(&self) -> String {
        self.of(&[HOSTNAME, "zone", "rack"]).to_owned()
    }

    fn term(&self) -> Term {
        Term { app: self.app(), key: self.key() }
    }

    fn node(&self, index: usize) -> ANode {
        let name = format!("n{index}");
        let mut labels = Labels::from([(HOSTNAME.to_owned(), name.clone())]);
        if !self.one_in(5) {
            labels.insert("zone".into(), format!("z{}", self.below(3)));
        }
        if self.one_in(2) {
            labels.insert("rack".into(), format!("r{}", self.below(3)));
        }
        let taint = || {
            let effect = self.of(&["NoSchedule", "NoExecute", "PreferNoSchedule"]);
            (format!("t{}", self.below(2)), effect)
        };
        let image = || (format!("i{}:v1", self.below(3)), self.below(900) as i64 * MIB);
        let mut images = self.maybe(2, image);
        images.sort();
        images.dedup_by(|a, b| a.0 == b.0);
        ANode {
            name,
            labels,
            taints: self.maybe(3, taint),
            cordoned: self.one_in(5),
            cpu: self.of(&[1000, 2000, 4000]),
            memory: self.of(&[1024, 4096]) * MIB,
            most_pods: self.of(&[3, 5, 110]),
            images,
        }
    }

    fn pod(&self, name: String, node: Option<usize>) -> APod {
        let toleration = || {
            let key = self.of(&["", "t0", "t1", "node.kubernetes.io/unschedulable"]);
            (key.to_owned(), self.of(&["", "NoSchedule", "NoExecute", "PreferNoSchedule"]))
        };
        let zone = || ("zone".to_owned(), format!("z{}", self.below(3)));
        let weight = || 1 + self.below(100) as i64;
        let mut preferred_pods = self.maybe(3, || (weight(), self.term()));
        preferred_pods.extend(self.maybe(3, || (-weight(), self.term())));
        let spread = || Spread {
            app: self.app(),
            key: self.key(),
            skew: 1 + self.below(2) as i64,
            hard: self.one_in(2),
            honors_taints: self.one_in(4),
        };
        let mut spread = self.maybe(2, spread);
        // The API takes each key once a kind.
        spread.sort_by(|a, b| (&a.key, a.hard).cmp(&(&b.key, b.hard)));
        spread.dedup_by(|a, b| (&a.key, a.hard) == (&b.key, b.hard));
        APod {
            name,
            namespace: if self.one_in(5) { "other" } else { "default" },
            node,
            labels: [("app".to_owned(), self.app())].into(),
            cpu: (!self.one_in(3)).then(|| self.of(&[0, 100, 500, 1500])),
            memory: (!self.one_in(3)).then(|| self.of(&[0, 100, 700, 2000]) * MIB),
            image: format!("i{}:v1", self.below(3)),
            port: self.one_in(3).then(|| self.of(&[80, 81])),
            tolerations: self.maybe(2, toleration),
            node_selector: if self.one_in(4) { [zone()].into() } else { Labels::new() },
            required_nodes: self.maybe(4, zone),
            preferred_nodes: self.maybe(2, || {
                let (key, value) = zone();
                (weight(), key, value)
            }),
            affinity: self.maybe(4, || self.term()),
            anti_affinity: self.maybe(4, || self.term()),
            preferred_pods,
            spread,
            terminating: node.is_some() && self.one_in(8),
        }
    }
}

impl Cluster {
    pub(crate) fn random(dice: &Dice) -> Self {
        let nodes: Vec<_> = (0..2 + dice.below(7)).map(|index| dice.node(index)).collect();
        let count = nodes.len() as u64;
        let pods = 0..dice.below(20);
        let pods = pods.map(|index| dice.pod(format!("p{index}"), Some(dice.below(count))));
        let pods = pods.collect();
        Self { nodes, pods, pod: dice.pod("wanted".to_owned(), None) }
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let pods = self.pods.iter().map(|pod| {
            let mut object = pod.object();
            object.spec.node_name = self.nodes[pod.node.unwrap()].name.clone();
            object
        });
        Snapshot::of(self.nodes.iter().map(ANode::object), pods)
    }

    /// The pods on a node.
    pub(crate) fn on(&self, node: usize) -> impl Iterator<Item = &APod> {
        self.pods.iter().filter(move |pod| pod.node == Some(node))
    }

    /// A label of the node of a pod.
    pub(crate) fn where_is(&self, pod: &APod, key: &str) -> Option<&String> {
        self.nodes[pod.node.unwrap()].labels.get(key)
    }
}

impl ANode {
    fn object(&self) -> Node {
        let taint = |(key, effect): &(String, &str)| json!({"key": key, "effect": effect});
        let image = |(name, size): &(String, i64)| json!({"names": [name], "sizeBytes": size});
        let room = json!({
            "cpu": format!("{}m", self.cpu),
            "memory": self.memory.to_string(),
            "pods": self.most_pods.to_string(),
        });
        let object = json!({
            "metadata": {"name": self.name, "labels": self.labels},
            "spec": {
                "unschedulable": self.cordoned,
                "taints": self.taints.iter().map(taint).collect::<Vec<_>>(),
            },
            "status": {
                "allocatable": room,
                "images": self.images.iter().map(image).collect::<Vec<_>>(),
            },
        });
        serde_json::from_value(object).unwrap()
    }
}

impl APod {
    pub(crate) fn object(&self) -> Pod {
        let mut requests = serde_json::Map::new();
        if let Some(cpu) = self.cpu {
            requests.insert("cpu".into(), format!("{cpu}m").into());
        }
        if let Some(memory) = self.memory {
            requests.insert("memory".into(), memory.to_string().into());
        }
        let port = self.port.map(|port| json!({"hostPort": port, "containerPort": port}));
        let toleration = |(key, effect): &(String, &str)| {
            let mut toleration = json!({"operator": "Exists"});
            if !key.is_empty() {
                toleration["key"] = key.as_str().into();
            }
            if !effect.is_empty() {
                toleration["effect"] = (*effect).into();
            }
            toleration
        };
        let expression =
            |key: &str, value: &str| json!([{"key": key, "operator": "In", "values": [value]}]);
        let list = |terms: &[Term]| terms.iter().map(Term::json).collect::<Vec<_>>();
        let preferred = |sign: i64| -> Vec<Value> {
            let terms = self.preferred_pods.iter().filter(|(weight, _)| weight * sign > 0);
            let weighted = terms.map(
                |(weight, term)| json!({"weight": weight.abs(), "podAffinityTerm": term.json()}),
            );
            weighted.collect()
        };
        let mut node_affinity = serde_json::Map::new();
        if !self.required_nodes.is_empty() {
            let terms = self.required_nodes.iter();
            let terms =
                terms.map(|(key, value)| json!({"matchExpressions": expression(key, value)}));
            node_affinity.insert(
                "requiredDuringSchedulingIgnoredDuringExecution".into(),
                json!({"nodeSelectorTerms": terms.collect::<Vec<_>>()}),
            );
        }
        let terms = self.preferred_nodes.iter().map(|(weight, key, value)| {
            json!({"weight": weight, "preference": {"matchExpressions": expression(key, value)}})
        });
        node_affinity.insert(
            "preferredDuringSchedulingIgnoredDuringExecution".into(),
            terms.collect::<Vec<_>>().into(),
        );
        let spread = self.spread.iter().map(|it| {
            json!({
                "maxSkew": it.skew,
                "topologyKey": it.key,
                "whenUnsatisfiable": if it.hard { "DoNotSchedule" } else { "ScheduleAnyway" },
                "nodeTaintsPolicy": if it.honors_taints { "Honor" } else { "Ignore" },
                "labelSelector": {"matchLabels": {"app": it.app}},
            })
        });
        let mut object = json!({
            "metadata": {
                "name": self.name,
                "uid": self.name,
                "namespace": self.namespace,
                "labels": self.labels,
            },
            "spec": {
                "nodeSelector": self.node_selector,
                "tolerations": self.tolerations.iter().map(toleration).collect::<Vec<_>>(),
                "topologySpreadConstraints": spread.collect::<Vec<_>>(),
                "affinity": {
                    "nodeAffinity": node_affinity,
                    "podAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": list(&self.affinity),
                        "preferredDuringSchedulingIgnoredDuringExecution": preferred(1),
                    },
                    "podAntiAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": list(&self.anti_affinity),
                        "preferredDuringSchedulingIgnoredDuringExecution": preferred(-1),
                    },
                },
                "containers": [{
                    "name": "c",
                    "image": self.image,
                    "resources": {"requests": requests},
                    "ports": port.into_iter().collect::<Vec<_>>(),
                }],
            },
        });
        if self.terminating {
            object["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z".into();
        }
        serde_json::from_value(object).unwrap()
    }

    pub(crate) fn is_app(&self, app: &str) -> bool {
        self.labels["app"] == app
    }

    /// Whether the pod tolerates a taint.
    pub(crate) fn tolerates(&self, key: &str, effect: &str) -> bool {
        self.tolerations.iter().any(|(tolerated, of)| {
            (tolerated.is_empty() || tolerated == key) && (of.is_empty() || *of == effect)
        })
    }

    /// Whether selector and required affinity select a node.
    pub(crate) fn selects(&self, node: &ANode) -> bool {
        let has = |(key, value): (&String, &String)| node.labels.get(key) == Some(value);
        self.node_selector.iter().all(has)
            && (self.required_nodes.is_empty()
                || self.required_nodes.iter().any(|(key, value)| has((key, value))))
    }
}

impl Term {
    fn json(&self) -> Value {
        json!({"labelSelector": {"matchLabels": {"app": self.app}}, "topologyKey": self.key})
    }

    /// Whether the term of one pod speaks about another.
    pub(crate) fn matches(&self, owner: &APod, other: &APod) -> bool {
        owner.namespace == other.namespace && other.is_app(&self.app)
    }
}
