//! What is wrong with metadata, told as often as upstream tells it.
//!
//! *Upstream:* `rest.BeforeCreate`, `rest.BeforeUpdate` and what the rules of each kind say of
//! metadata once more.

use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::NameRule;
use bowline_apimachinery::validation::object_meta::{Scope, object_meta, object_meta_update};
use serde::Deserialize as _;
use serde_json::Value;

use super::Store;

/// Finalizers without a domain that built-in kinds may have.
const STANDARD_FINALIZERS: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];
const PATH: Path<'_> = Path::new("metadata");

/// How often the rules of a kind judge changed metadata themselves.
#[derive(Clone, Copy)]
struct Times {
    /// As if the object were new.
    whole: usize,
    /// What may not change.
    change: usize,
}

impl Store {
    /// Whether metadata is judged only where the rest of a new object is good.
    pub(super) fn has_own_order(&self) -> bool {
        (self.group.as_str(), self.plural.as_str()) == ("policy", "poddisruptionbudgets")
    }

    /// What is wrong with the metadata of a new object.
    pub(super) fn faults_of_metadata(&self, object: &Value) -> ErrorList {
        let meta = match parse(object) {
            Ok(meta) => meta,
            Err(error) => return unreadable(&error),
        };
        let mut faults = object_meta(&meta, self.scope(), self.strategy.traits().names, &PATH);
        faults.extend(self.faults_of_finalizers(&meta));
        faults
    }

    /// What is wrong with the metadata of a changed object.
    pub(super) fn faults_of_changed_metadata(&self, object: &Value, old: &Value) -> ErrorList {
        let (new, old) = match (parse(object), parse(old)) {
            (Ok(new), Ok(old)) => (new, old),
            (Err(error), _) | (_, Err(error)) => return unreadable(&error),
        };
        let change = object_meta_update(&new, &old, &PATH);
        // A name that was accepted once is not judged again by the rule of the kind.
        let whole = object_meta(&new, self.scope(), NameRule::PathSegment, &PATH);
        if change.is_empty() && whole.is_empty() {
            return ErrorList::new();
        }
        let times = self.times();
        let mut faults = ErrorList::new();
        for _ in 0..=times.whole {
            faults.extend(whole.iter().cloned());
        }
        for _ in 0..=times.change {
            faults.extend(change.iter().cloned());
        }
        faults
    }

    fn scope(&self) -> Scope {
        if self.namespaced { Scope::Namespaced } else { Scope::Cluster }
    }

    /// Objects of built-in kinds have finalizers that say whose they are.
    fn faults_of_finalizers(&self, meta: &ObjectMeta) -> ErrorList {
        let generic = self.layout.schema().built_in().is_none()
            || self.has_own_order()
            || self.group == "apiextensions.k8s.io";
        if generic {
            return ErrorList::new();
        }
        let path = PATH.child("finalizers");
        let bad =
            |name: &&String| !name.contains('/') && !STANDARD_FINALIZERS.contains(&name.as_str());
        let named = meta.finalizers.iter().enumerate().filter(|(_, name)| bad(name));
        let why = "name is neither a standard finalizer name nor is it fully qualified";
        named.map(|(i, name)| FieldError::invalid(&path.index(i), name.as_str(), why)).collect()
    }

    fn times(&self) -> Times {
        let (whole, change) = match (self.group.as_str(), self.plural.as_str()) {
            (
                "",
                "pods"
                | "services"
                | "secrets"
                | "configmaps"
                | "serviceaccounts"
                | "persistentvolumeclaims"
                | "nodes"
                | "namespaces"
                | "endpoints",
            )
            | ("networking.k8s.io", "ingresses" | "ingressclasses")
            | ("batch", "jobs")
            | ("rbac.authorization.k8s.io", _)
            | ("storage.k8s.io", "storageclasses") => (1, 1),
            ("", "replicationcontrollers" | "resourcequotas")
            | ("apps" | "autoscaling" | "coordination.k8s.io" | "scheduling.k8s.io", _)
            | ("batch", "cronjobs")
            | ("networking.k8s.io", "networkpolicies")
            | ("storage.k8s.io", "csidrivers") => (0, 1),
            ("", "limitranges")
            | (
                "flowcontrol.apiserver.k8s.io"
                | "discovery.k8s.io"
                | "admissionregistration.k8s.io",
                _,
            ) => (1, 0),
            ("", "persistentvolumes") => (2, 0),
            _ => (0, 0),
        };
        Times { whole, change }
    }
}

fn parse(object: &Value) -> Result<ObjectMeta, serde_json::Error> {
    match object.get("metadata") {
        Some(metadata) => ObjectMeta::deserialize(metadata),
        None => Ok(ObjectMeta::default()),
    }
}

fn unreadable(error: &serde_json::Error) -> ErrorList {
    FieldError::invalid(&PATH, Value::Null, error.to_string()).into()
}
