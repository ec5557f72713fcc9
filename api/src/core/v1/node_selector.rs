//! Which nodes a node selector picks.

use std::collections::BTreeMap;

use super::{Node, NodeSelector, NodeSelectorOperator, NodeSelectorRequirement, NodeSelectorTerm};

/// Why a requirement of a node selector can match nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NodeSelectorError {
    /// The operator is not one that labels (or, in `matchFields`, fields) know.
    #[error("key {key:?}: operator {operator:?} is not a valid selector operator")]
    Operator {
        /// Key of the requirement.
        key: String,
        /// The operator found.
        operator: String,
    },
    /// The operator wants another number of values.
    #[error("key {key:?}: operator {operator} does not take {count} values")]
    Values {
        /// Key of the requirement.
        key: String,
        /// The operator found.
        operator: &'static str,
        /// How many values were given.
        count: usize,
    },
    /// `Gt` and `Lt` compare integers.
    #[error("key {key:?}: value {value:?} is not an integer")]
    NotAnInteger {
        /// Key of the requirement.
        key: String,
        /// The value found.
        value: String,
    },
}

impl NodeSelector {
    /// Whether any term picks `node`. A selector without terms picks none, and neither does a
    /// term that is empty or malformed.
    ///
    /// Upstream: `staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity`.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        self.node_selector_terms.iter().any(|term| term.matches(node))
    }

    /// The first fault of the selector.
    ///
    /// # Errors
    /// When a requirement is malformed.
    pub fn check(&self) -> Result<(), NodeSelectorError> {
        self.node_selector_terms.iter().try_for_each(NodeSelectorTerm::check)
    }
}

impl NodeSelectorTerm {
    /// Whether all requirements hold for `node`; false for an empty or malformed term.
    #[must_use]
    pub fn matches(&self, node: &Node) -> bool {
        !self.is_empty()
            && self.match_expressions.iter().all(|it| it.matches_labels(&node.metadata.labels))
            && self.match_fields.iter().all(|it| it.matches_fields(&node.metadata.name))
    }

    /// Whether there is no requirement at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.match_expressions.is_empty() && self.match_fields.is_empty()
    }

    /// The first fault of the term.
    ///
    /// # Errors
    /// When a requirement is malformed.
    pub fn check(&self) -> Result<(), NodeSelectorError> {
        self.match_expressions.iter().try_for_each(NodeSelectorRequirement::check_expression)?;
        self.match_fields.iter().try_for_each(NodeSelectorRequirement::check_field)
    }
}

impl NodeSelectorRequirement {
    /// Whether the requirement holds for a set of labels; a malformed one never does.
    #[must_use]
    pub fn matches_labels(&self, labels: &BTreeMap<String, String>) -> bool {
        let value = labels.get(&self.key);
        match self.operator {
            NodeSelectorOperator::In => value.is_some_and(|value| self.values.contains(value)),
            NodeSelectorOperator::NotIn => {
                !self.values.is_empty() && value.is_none_or(|value| !self.values.contains(value))
            }
            NodeSelectorOperator::Exists => self.values.is_empty() && value.is_some(),
            NodeSelectorOperator::DoesNotExist => self.values.is_empty() && value.is_none(),
            NodeSelectorOperator::Gt => self.compares(value, i64::gt),
            NodeSelectorOperator::Lt => self.compares(value, i64::lt),
            _ => false,
        }
    }

    /// Whether the requirement holds for the fields of a node, of which only `metadata.name` is
    /// ever set.
    #[must_use]
    pub fn matches_fields(&self, name: &str) -> bool {
        let field = if self.key == "metadata.name" { name } else { "" };
        match (&self.operator, self.values.as_slice()) {
            (NodeSelectorOperator::In, [value]) => value == field,
            (NodeSelectorOperator::NotIn, [value]) => value != field,
            _ => false,
        }
    }

    fn compares(&self, value: Option<&String>, holds: fn(&i64, &i64) -> bool) -> bool {
        let [bound] = self.values.as_slice() else { return false };
        value
            .and_then(|value| value.parse().ok())
            .zip(bound.parse().ok())
            .is_some_and(|(value, bound)| holds(&value, &bound))
    }

    fn check_expression(&self) -> Result<(), NodeSelectorError> {
        let count = self.values.len();
        let values =
            |operator| NodeSelectorError::Values { key: self.key.clone(), operator, count };
        match self.operator {
            NodeSelectorOperator::In if count == 0 => Err(values("In")),
            NodeSelectorOperator::NotIn if count == 0 => Err(values("NotIn")),
            NodeSelectorOperator::Exists if count != 0 => Err(values("Exists")),
            NodeSelectorOperator::DoesNotExist if count != 0 => Err(values("DoesNotExist")),
            NodeSelectorOperator::Gt if count != 1 => Err(values("Gt")),
            NodeSelectorOperator::Lt if count != 1 => Err(values("Lt")),
            NodeSelectorOperator::Gt | NodeSelectorOperator::Lt
                if self.values[0].parse::<i64>().is_err() =>
            {
                let (key, value) = (self.key.clone(), self.values[0].clone());
                Err(NodeSelectorError::NotAnInteger { key, value })
            }
            NodeSelectorOperator::Unset | NodeSelectorOperator::Other(_) => Err(self.operator()),
            _ => Ok(()),
        }
    }

    fn check_field(&self) -> Result<(), NodeSelectorError> {
        let (operator, count) = match self.operator {
            NodeSelectorOperator::In => ("In", self.values.len()),
            NodeSelectorOperator::NotIn => ("NotIn", self.values.len()),
            _ => return Err(self.operator()),
        };
        if count == 1 {
            return Ok(());
        }
        Err(NodeSelectorError::Values { key: self.key.clone(), operator, count })
    }

    fn operator(&self) -> NodeSelectorError {
        let (key, operator) = (self.key.clone(), self.operator.as_str().to_owned());
        NodeSelectorError::Operator { key, operator }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requirement(key: &str, operator: &str, values: &[&str]) -> NodeSelectorRequirement {
        NodeSelectorRequirement {
            key: key.into(),
            operator: operator.into(),
            values: values.iter().map(|&value| value.into()).collect(),
        }
    }

    fn node() -> Node {
        let mut node = Node::default();
        node.metadata.name = "n1".into();
        node.metadata.labels =
            [("zone", "z1"), ("gen", "3")].map(|(key, value)| (key.into(), value.into())).into();
        node
    }

    #[test]
    fn requirements_on_labels() {
        let rows = [
            (("zone", "In", &["z0", "z1"][..]), true, true),
            (("zone", "In", &[]), false, false),
            (("rack", "In", &["r1"]), false, true),
            (("zone", "NotIn", &["z1"]), false, true),
            (("rack", "NotIn", &["r1"]), true, true),
            (("zone", "Exists", &[]), true, true),
            (("zone", "Exists", &["z1"]), false, false),
            (("rack", "DoesNotExist", &[]), true, true),
            (("zone", "DoesNotExist", &[]), false, true),
            (("gen", "Gt", &["2"]), true, true),
            (("gen", "Gt", &["3"]), false, true),
            (("gen", "Lt", &["4"]), true, true),
            (("zone", "Lt", &["4"]), false, true),
            (("gen", "Gt", &["x"]), false, false),
            (("gen", "Gt", &["1", "2"]), false, false),
            (("zone", "Near", &["z1"]), false, false),
        ];
        for ((key, operator, values), matches, sound) in rows {
            let term = NodeSelectorTerm {
                match_expressions: vec![requirement(key, operator, values)],
                match_fields: vec![],
            };
            assert_eq!(term.matches(&node()), matches, "{key} {operator} {values:?}");
            assert_eq!(term.check().is_ok(), sound, "{key} {operator} {values:?}");
        }
    }

    #[test]
    fn requirements_on_fields() {
        let rows = [
            (("metadata.name", "In", &["n1"][..]), true, true),
            (("metadata.name", "In", &["n1", "n2"]), false, false),
            (("metadata.name", "NotIn", &["n1"]), false, true),
            (("metadata.name", "NotIn", &["n2"]), true, true),
            (("metadata.uid", "In", &["n1"]), false, true),
            (("metadata.name", "Exists", &[]), false, false),
        ];
        for ((key, operator, values), matches, sound) in rows {
            let term = NodeSelectorTerm {
                match_expressions: vec![],
                match_fields: vec![requirement(key, operator, values)],
            };
            assert_eq!(term.matches(&node()), matches, "{key} {operator} {values:?}");
            assert_eq!(term.check().is_ok(), sound, "{key} {operator} {values:?}");
        }
    }

    #[test]
    fn terms_are_alternatives_and_empty_ones_pick_nothing() {
        let zone = |value| NodeSelectorTerm {
            match_expressions: vec![
                requirement("zone", "In", &[value]),
                requirement("gen", "Exists", &[]),
            ],
            match_fields: vec![],
        };
        let rows = [
            ("no term", vec![], false),
            ("an empty term", vec![NodeSelectorTerm::default()], false),
            ("the second of two", vec![zone("z9"), zone("z1")], true),
            ("none of two", vec![zone("z9"), zone("z8")], false),
        ];
        for (name, node_selector_terms, want) in rows {
            assert_eq!(NodeSelector { node_selector_terms }.matches(&node()), want, "{name}");
        }
    }
}
