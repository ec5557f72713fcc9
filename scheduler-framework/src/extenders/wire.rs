//! The messages, as Go's `encoding/json` writes and reads them: names of fields in answers match
//! in any case.
//!
//! Upstream: `staging/src/k8s.io/kube-scheduler/extender/v1/types.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{Node, Pod};
use serde::Serialize;
use serde_json::{Map, Value};

use super::ExtenderVictims;

/// The question about nodes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Args<'a> {
    pub(super) pod: &'a Pod,
    pub(super) nodes: Option<NodeList<'a>>,
    pub(super) node_names: Option<Vec<&'a str>>,
}

#[derive(Debug, Serialize)]
pub(super) struct NodeList<'a> {
    pub(super) metadata: Map<String, Value>,
    pub(super) items: Vec<&'a Node>,
}

/// The question about victims.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PreemptionArgs<'a> {
    pub(super) pod: &'a Pod,
    pub(super) node_name_to_victims: Option<BTreeMap<&'a str, Victims<&'a Pod>>>,
    pub(super) node_name_to_meta_victims: Option<BTreeMap<&'a str, Victims<MetaPod<'a>>>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Victims<P> {
    #[serde(rename = "Pods")]
    pub(super) pods: Vec<P>,
    #[serde(rename = "NumPDBViolations")]
    pub(super) budget_violations: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct MetaPod<'a> {
    #[serde(rename = "UID")]
    pub(super) uid: &'a str,
}

/// The order to bind.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct BindingArgs<'a> {
    pub(super) pod_name: &'a str,
    pub(super) pod_namespace: &'a str,
    #[serde(rename = "PodUID")]
    pub(super) pod_uid: &'a str,
    pub(super) node: &'a str,
}

/// An answer that is not what it should be.
#[derive(Debug, thiserror::Error)]
pub(super) enum Malformed {
    #[error("the answer is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{field} of the answer is not {wanted}")]
    Field { field: &'static str, wanted: &'static str },
}

/// The fields of an object.
#[derive(Debug)]
pub(super) struct Answer(Map<String, Value>);

impl Answer {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        match serde_json::from_slice(bytes)? {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Null => Ok(Self(Map::new())),
            _ => Err(Malformed::Field { field: "the whole", wanted: "an object" }),
        }
    }

    /// A field under any spelling of its name; none if it is absent or null.
    fn get(&self, name: &str) -> Option<&Value> {
        let found = self.0.get(name).or_else(|| {
            let mut fields = self.0.iter();
            fields.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        });
        found.filter(|value| !value.is_null())
    }

    fn text(&self, field: &'static str) -> Result<&str, Malformed> {
        let wanted = "a string";
        self.get(field).map_or(Ok(""), |it| it.as_str().ok_or(Malformed::Field { field, wanted }))
    }

    fn list(&self, field: &'static str) -> Result<Option<&Vec<Value>>, Malformed> {
        let wanted = "a list";
        let list = |it: &'_ Value| it.is_array();
        match self.get(field) {
            Some(it) if !list(it) => Err(Malformed::Field { field, wanted }),
            other => Ok(other.and_then(Value::as_array)),
        }
    }

    pub(super) fn error(&self) -> Result<&str, Malformed> {
        self.text("Error")
    }

    /// The names of nodes that the answer gives as such.
    pub(super) fn node_names(&self) -> Result<Option<Vec<String>>, Malformed> {
        let Some(list) = self.list("NodeNames")? else { return Ok(None) };
        let malformed = Malformed::Field { field: "NodeNames", wanted: "a list of strings" };
        let names = list.iter().map(|it| it.as_str().map(str::to_owned));
        names.collect::<Option<_>>().map(Some).ok_or(malformed)
    }

    /// The names of the nodes that the answer gives in full.
    pub(super) fn nodes(&self) -> Result<Option<Vec<String>>, Malformed> {
        let Some(list) = self.get("Nodes") else { return Ok(None) };
        let malformed = || Malformed::Field { field: "Nodes", wanted: "a list of nodes" };
        let Some(items) = list.get("items").filter(|it| !it.is_null()) else {
            return Ok(Some(Vec::new()));
        };
        let items = items.as_array().ok_or_else(malformed)?;
        let name = |it: &Value| Some(it.get("metadata")?.get("name")?.as_str()?.to_owned());
        items.iter().map(name).collect::<Option<_>>().map(Some).ok_or_else(malformed)
    }

    /// Messages by node.
    pub(super) fn messages(
        &self,
        field: &'static str,
    ) -> Result<BTreeMap<String, String>, Malformed> {
        let Some(map) = self.get(field) else { return Ok(BTreeMap::new()) };
        serde_json::from_value(map.clone())
            .map_err(|_| Malformed::Field { field, wanted: "a map of strings" })
    }

    /// Victims by node. A node without any is there, too.
    pub(super) fn victims(&self) -> Result<BTreeMap<String, ExtenderVictims>, Malformed> {
        const FIELD: &str = "NodeNameToMetaVictims";
        let malformed = || Malformed::Field { field: FIELD, wanted: "a map of victims" };
        let Some(map) = self.get(FIELD) else { return Ok(BTreeMap::new()) };
        let map = map.as_object().ok_or_else(malformed)?;
        let mut found = BTreeMap::new();
        for (node, victims) in map {
            let victims = match victims {
                Value::Null => Self(Map::new()),
                Value::Object(fields) => Self(fields.clone()),
                _ => return Err(malformed()),
            };
            let mut pods = Vec::new();
            for pod in victims.list("Pods")?.into_iter().flatten() {
                let Value::Object(fields) = pod else { return Err(malformed()) };
                pods.push(Self(fields.clone()).text("UID")?.to_owned());
            }
            let violations = victims.get("NumPDBViolations").and_then(Value::as_u64);
            let budget_violations = violations.map_or(0, |it| it as usize);
            found.insert(node.clone(), ExtenderVictims { pods, budget_violations });
        }
        Ok(found)
    }
}

/// Scores by node.
pub(super) fn scores(bytes: &[u8]) -> Result<Vec<(String, i64)>, Malformed> {
    const FIELD: &str = "the whole";
    let malformed = || Malformed::Field { field: FIELD, wanted: "a list of hosts with scores" };
    let list = match serde_json::from_slice(bytes)? {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        _ => return Err(malformed()),
    };
    let mut scores = Vec::with_capacity(list.len());
    for entry in list {
        let Value::Object(fields) = entry else { return Err(malformed()) };
        let entry = Answer(fields);
        let host = entry.text("Host")?.to_owned();
        let score = match entry.get("Score") {
            None => 0,
            Some(score) => score.as_i64().ok_or_else(malformed)?,
        };
        scores.push((host, score));
    }
    Ok(scores)
}
