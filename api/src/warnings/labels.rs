//! Labels that nodes once had.
//!
//! *Upstream:* `pkg/api/node/util.go`, `pkg/api/nodeselector`.

use bowline_apimachinery::validation::field::Path;
use bowline_apimachinery::validation::names::label_value;

use crate::core::v1::{NodeSelector, NodeSelectorTerm};

/// What is said of a label that nodes no longer have, or will not.
pub(super) fn deprecated(key: &str) -> Option<&'static str> {
    Some(match key {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"
        }
        "failure-domain.beta.kubernetes.io/zone" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"
        }
        "beta.kubernetes.io/instance-type" => {
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"
        }
        _ => return None,
    })
}

/// The terms of a selector.
pub(super) fn selector(selector: &NodeSelector, path: &Path<'_>, out: &mut Vec<String>) {
    let path = path.child("nodeSelectorTerms");
    for (i, of) in selector.node_selector_terms.iter().enumerate() {
        term(of, false, &path.index(i), out);
    }
}

/// A term; `checks_values` where rules do not judge the values.
pub(super) fn term(
    term: &NodeSelectorTerm,
    checks_values: bool,
    path: &Path<'_>,
    out: &mut Vec<String>,
) {
    let path = path.child("matchExpressions");
    for (i, requirement) in term.match_expressions.iter().enumerate() {
        let path = path.index(i);
        if let Some(why) = deprecated(&requirement.key) {
            out.push(format!("{}: {} is {why}", path.child("key"), requirement.key));
        }
        if !checks_values {
            continue;
        }
        let values = path.child("values");
        for (j, value) in requirement.values.iter().enumerate() {
            for why in label_value(value) {
                out.push(format!("{}: {value} is invalid, {why}", values.index(j)));
            }
        }
    }
}
