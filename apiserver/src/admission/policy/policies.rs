//! The policies that are stored, with their bindings, compiled once a version.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::Arc;

use bowline_apimachinery::meta::Status;
use parking_lot::Mutex;
use serde_json::Value;

use super::definition::{Binding, Policy};
use crate::registry::{Entry, Registry};

/// Where a kind of policy is stored, and how its objects are read.
pub(super) trait PolicyKind: Send + Sync + 'static {
    /// What a policy of this kind does.
    type Effect: Send + Sync + 'static;
    /// Plural name of the policies.
    const POLICIES: &'static str;
    /// Plural name of the bindings.
    const BINDINGS: &'static str;

    /// Reads and compiles a policy.
    fn policy(object: &Value) -> Result<Policy<Self::Effect>, serde_json::Error>;

    /// Reads a binding.
    fn binding(object: &Value) -> Result<Binding, serde_json::Error>;
}

/// A policy with its bindings.
pub(super) struct Hook<E> {
    pub(super) policy: Arc<Policy<E>>,
    pub(super) bindings: Vec<Arc<Binding>>,
}

/// The policies of a kind.
pub(super) struct Policies<K: PolicyKind> {
    policies: Known<Policy<K::Effect>>,
    bindings: Known<Binding>,
    kind: PhantomData<K>,
}

impl<K: PolicyKind> Default for Policies<K> {
    fn default() -> Self {
        Self { policies: Known::default(), bindings: Known::default(), kind: PhantomData }
    }
}

const GROUP: &str = "admissionregistration.k8s.io";

impl<K: PolicyKind> Policies<K> {
    /// All policies that have bindings, ordered by name.
    ///
    /// # Errors
    /// When they cannot be listed.
    pub(super) async fn hooks(&self, registry: &Registry) -> Result<Vec<Hook<K::Effect>>, Status> {
        let policies = registry.list_cached(GROUP, K::POLICIES, "").await?;
        if policies.is_empty() {
            return Ok(Vec::new());
        }
        let bindings = registry.list_cached(GROUP, K::BINDINGS, "").await?;
        let bindings = self.bindings.read(&bindings, K::binding);
        let mut hooks = Vec::new();
        for policy in self.policies.read(&policies, K::policy) {
            let own = bindings.iter().filter(|binding| binding.policy == policy.name);
            let own: Vec<_> = own.cloned().collect();
            if !own.is_empty() {
                hooks.push(Hook { policy, bindings: own });
            }
        }
        Ok(hooks)
    }
}

/// Objects that were read before, by name, with their revisions.
struct Known<T>(Mutex<HashMap<String, (u64, Arc<T>)>>);

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Known<T> {
    /// What the entries are; those that are unreadable are left out.
    fn read(
        &self,
        entries: &[Arc<Entry>],
        read: fn(&Value) -> Result<T, serde_json::Error>,
    ) -> Vec<Arc<T>> {
        let mut known = self.0.lock();
        if known.len() > entries.len() {
            known.retain(|name, _| entries.iter().any(|entry| entry.name() == name));
        }
        let mut all = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some((revision, object)) = known.get(entry.name())
                && *revision == entry.revision()
            {
                all.push(object.clone());
                continue;
            }
            match read(&entry.value()) {
                Ok(object) => {
                    let object = Arc::new(object);
                    known.insert(entry.name().to_owned(), (entry.revision(), object.clone()));
                    all.push(object);
                }
                Err(error) => tracing::error!(name = entry.name(), %error, "policy is unreadable"),
            }
        }
        all
    }
}
