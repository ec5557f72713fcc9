//! Follows definitions and does what each of them calls for.
//!
//! *Upstream:* `apiextensions-apiserver/pkg/controller/{status,establish,finalizer}`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::meta::{DeleteOptions, Status, reason};
use bowline_apimachinery::time::Time;
use bowline_apimachinery::version::compare_api_versions;
use futures::StreamExt as _;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{names, served};
use crate::registry::catalog::{Served, ServedGroup};
use crate::registry::store::{Part, Store};
use crate::registry::{ObjectAccess as _, Registry};
use crate::storage::watch_cache::{
    CacheEvent, CacheWatch, Freshness, Scope, WatchRequest, WatchStart,
};

const GROUP: &str = "apiextensions.k8s.io";
const RESOURCE: &str = "customresourcedefinitions";
/// Holds a definition until its objects are gone.
pub(super) const FINALIZER: &str = "customresourcecleanup.apiextensions.k8s.io";
/// How long to wait between two looks at objects that do not go away.
const CLEANUP_INTERVAL: Duration = Duration::from_secs(1);

/// Keeps the catalog in step with the definitions.
pub(crate) struct Controller {
    registry: Registry,
    /// The groups that are served without any definition.
    built_in_groups: Vec<ServedGroup>,
    known: HashMap<String, Known>,
    /// Definitions whose objects are being deleted.
    cleanups: JoinSet<String>,
    cleaning: Vec<String>,
}

/// What was made of a definition.
struct Known {
    /// What of the definition decides how it is served.
    served_as: Value,
    /// What of it decides how its objects are stored.
    stored_as: Value,
    store: Arc<Store>,
}

impl Controller {
    pub(crate) fn new(registry: Registry) -> Self {
        let built_in_groups = registry.catalog().served().groups().to_vec();
        Self {
            registry,
            built_in_groups,
            known: HashMap::new(),
            cleanups: JoinSet::new(),
            cleaning: Vec::new(),
        }
    }

    /// Takes in all definitions there are, and goes on from there in a future that never ends.
    ///
    /// # Errors
    /// When the definitions cannot be read.
    pub(crate) async fn start(
        mut self,
    ) -> Result<impl Future<Output = ()> + Send + 'static, Status> {
        let (_, store) = self.registry.store(GROUP, RESOURCE)?;
        for entry in store.list_all("").await? {
            self.sync(entry.value()).await;
        }
        Ok(self.run(store))
    }

    async fn run(mut self, store: Arc<Store>) {
        loop {
            let start = WatchStart::Initial(Freshness::Newest);
            let request = WatchRequest::new(Scope::Prefix(store.prefix()), start);
            match store.cache().watch(request).await {
                Ok(events) => self.follow(events).await,
                Err(error) => {
                    tracing::warn!(%error, "definitions cannot be watched");
                    tokio::time::sleep(CLEANUP_INTERVAL).await;
                }
            }
        }
    }

    /// Until the watch ends.
    async fn follow(&mut self, mut events: CacheWatch<crate::registry::Entry>) {
        loop {
            tokio::select! {
                event = events.next() => match event {
                    Some(Ok(CacheEvent::Added(object) | CacheEvent::Modified { object, .. })) => {
                        self.sync(object.value()).await;
                    }
                    Some(Ok(CacheEvent::Deleted { prev, .. })) => self.forget(prev.name()),
                    Some(Ok(_)) => {}
                    Some(Err(error)) => {
                        tracing::warn!(%error, "watch of definitions ended");
                        return;
                    }
                    None => return,
                },
                Some(done) = self.cleanups.join_next() => {
                    if let Ok(name) = done {
                        self.cleaning.retain(|cleaning| *cleaning != name);
                    }
                }
            }
        }
    }

    async fn sync(&mut self, definition: Value) {
        let name = definition.name().to_owned();
        let outcome = if definition.is_terminating() {
            self.serve(&definition);
            self.clean_up(&definition);
            Ok(())
        } else {
            self.establish(&definition).await
        };
        if let Err(status) = outcome
            && !matches!(status.reason.as_str(), reason::CONFLICT | reason::NOT_FOUND)
        {
            tracing::warn!(name, message = status.message, "definition could not be processed");
        }
    }

    /// Judges the names, serves what is accepted and says so in the status.
    async fn establish(&mut self, definition: &Value) -> Result<(), Status> {
        let now = self.registry.environment().now();
        let entries = self.registry.list(GROUP, RESOURCE, "").await?;
        let others: Vec<Value> = entries.iter().map(|entry| entry.value()).collect();
        let verdict = names::judge(definition, &others);
        let mut changed = definition.clone();
        changed.set("status.acceptedNames", verdict.accepted);
        match &verdict.conflict {
            None => {
                let message = "no conflicts found";
                set_condition(&mut changed, "NamesAccepted", true, "NoConflicts", message, now);
            }
            Some((reason, message)) => {
                set_condition(&mut changed, "NamesAccepted", false, reason, message, now);
            }
        }
        if verdict.conflict.is_none() && !is_established(definition) {
            let message = "the initial names have been accepted";
            set_condition(&mut changed, "Established", true, "InitialNamesAccepted", message, now);
        } else if !is_established(definition) {
            let message = "not all names are accepted";
            set_condition(&mut changed, "Established", false, "NotAccepted", message, now);
        }
        // Whoever reads that it is established may use it at once.
        if is_established(&changed) {
            self.serve(&changed);
        }
        if changed != *definition {
            self.registry.replace_part(GROUP, RESOURCE, Part::Status, changed).await?;
        }
        Ok(())
    }

    /// Puts a definition into the catalog, if something about it is new there.
    fn serve(&mut self, definition: &Value) {
        let name = definition.name().to_owned();
        let served_as = json!([definition.at("spec"), definition.is_terminating()]);
        let stored_as = json!([
            definition.at("spec.group"),
            definition.at("spec.names"),
            definition.at("spec.scope"),
            definition.at("spec.versions"),
        ]);
        if self.known.get(&name).is_some_and(|known| known.served_as == served_as) {
            return;
        }
        let before = self.known.remove(&name);
        let reused = before.as_ref().filter(|known| known.stored_as == stored_as);
        let store = match reused {
            Some(known) => known.store.clone(),
            None => match served::store(self.registry.environment(), definition) {
                Some(store) => Arc::new(store),
                None => return,
            },
        };
        let resources = served::resources(definition, &store);
        let stored = stored_as.clone();
        self.known.insert(name.clone(), Known { served_as, stored_as: stored, store });
        let built_in = &self.built_in_groups;
        self.registry.catalog().change(|catalog| {
            catalog.retain(|resource| resource.definition.as_deref() != Some(&name));
            resources.into_iter().for_each(|resource| catalog.insert(resource));
            catalog.set_groups(groups(built_in, catalog));
        });
        // Watchers come again, and then see the objects as they are served now.
        if let Some(before) = before.filter(|before| before.stored_as != stored_as) {
            before.store.retire();
        }
    }

    fn forget(&mut self, name: &str) {
        let known = self.known.remove(name);
        let built_in = &self.built_in_groups;
        self.registry.catalog().change(|catalog| {
            catalog.retain(|resource| resource.definition.as_deref() != Some(name));
            catalog.set_groups(groups(built_in, catalog));
        });
        if let Some(known) = known {
            known.store.retire();
        }
    }

    /// Deletes the objects of a definition that is going away, beside everything else.
    fn clean_up(&mut self, definition: &Value) {
        let name = definition.name().to_owned();
        let held = definition.finalizers().iter().any(|f| f == FINALIZER);
        if !held || self.cleaning.contains(&name) {
            return;
        }
        self.cleaning.push(name.clone());
        let registry = self.registry.clone();
        let store = self.known.get(&name).map(|known| known.store.clone());
        self.cleanups.spawn(async move {
            while let Err(status) = clean_up(&registry, store.as_deref(), &name).await {
                if status.reason == reason::NOT_FOUND {
                    break;
                }
                tracing::debug!(name, message = status.message, "objects are still there");
                tokio::time::sleep(CLEANUP_INTERVAL).await;
            }
            name
        });
    }
}

/// Deletes objects; when none is left, lets the definition go.
async fn clean_up(registry: &Registry, store: Option<&Store>, name: &str) -> Result<(), Status> {
    if let Some(store) = store {
        for entry in store.list_all("").await? {
            registry.delete_entry(store, &entry, &DeleteOptions::default()).await?;
        }
        let left = store.list_all("").await?.len();
        if left > 0 {
            let why = format!("{left} objects of {name} have finalizers");
            return Err(Status::conflict(GROUP, RESOURCE, name, &why));
        }
    }
    let Some(mut definition) = registry.get(GROUP, RESOURCE, "", name).await? else {
        return Ok(());
    };
    let mut finalizers = definition.finalizers();
    finalizers.retain(|f| f != FINALIZER);
    definition.set_finalizers(finalizers);
    let now = registry.environment().now();
    let message = "removed all instances";
    set_condition(&mut definition, "Terminating", false, "InstanceDeletionCompleted", message, now);
    registry.replace(GROUP, RESOURCE, definition).await.map(drop)
}

/// The groups of everything that is served: the built-in ones first, then by name.
fn groups(built_in: &[ServedGroup], catalog: &Served) -> Vec<ServedGroup> {
    let mut groups = built_in.to_vec();
    let mut more: Vec<ServedGroup> = Vec::new();
    for resource in catalog.resources().filter(|r| r.definition.is_some()) {
        let group =
            groups.iter_mut().chain(more.iter_mut()).find(|group| group.name == resource.group);
        match group {
            Some(group) if group.versions.contains(&resource.version) => {}
            Some(group) => {
                group.versions.push(resource.version.clone());
                group.versions.sort_by(|a, b| compare_api_versions(b, a));
            }
            None => more.push(ServedGroup {
                name: resource.group.clone(),
                versions: vec![resource.version.clone()],
            }),
        }
    }
    more.sort_by(|a, b| a.name.cmp(&b.name));
    groups.extend(more);
    groups
}

fn is_established(definition: &Value) -> bool {
    let conditions = definition.at("status.conditions").as_array();
    conditions.into_iter().flatten().any(|c| c["type"] == "Established" && c["status"] == "True")
}

/// Puts a condition; its time changes only with its status.
pub(super) fn set_condition(
    definition: &mut Value,
    kind: &str,
    holds: bool,
    reason: &str,
    message: &str,
    now: Time,
) {
    let status = if holds { "True" } else { "False" };
    let mut condition = json!({
        "type": kind, "status": status, "reason": reason, "message": message,
        "lastTransitionTime": now.to_string(),
    });
    let mut conditions = definition.at("status.conditions").as_array().cloned().unwrap_or_default();
    match conditions.iter_mut().find(|c| c["type"] == kind) {
        Some(old) => {
            if old["status"] == status {
                condition["lastTransitionTime"] = old["lastTransitionTime"].clone();
            }
            if let Some(generation) = old.get("observedGeneration") {
                condition["observedGeneration"] = generation.clone();
            }
            *old = condition;
        }
        None => conditions.push(condition),
    }
    definition.set("status.conditions", conditions);
}
