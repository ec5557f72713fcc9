//! Which resources are served: the one list behind routing, discovery and OpenAPI.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use bowline_apimachinery::codec;
use parking_lot::RwLock;
use tokio::sync::watch;

use serde_json::{Value, json};

use super::conversion;
use super::layout::Layout;
use super::schema::Schema;
use super::store::Store;

/// A resource in one version, as served.
#[derive(Debug)]
#[non_exhaustive]
pub struct ServedResource {
    /// API group; empty for the core group.
    pub group: String,
    /// API version.
    pub version: String,
    /// Group and version, as in `apiVersion`.
    pub api_version: String,
    /// Plural name in URLs.
    pub plural: String,
    /// Singular name.
    pub singular: String,
    /// Kind.
    pub kind: String,
    /// Kind of collections.
    pub list_kind: String,
    /// Whether objects live in namespaces.
    pub namespaced: bool,
    /// Verbs it answers.
    pub verbs: Vec<String>,
    /// Short names for command lines.
    pub short_names: Vec<String>,
    /// Categories such as `all`.
    pub categories: Vec<String>,
    /// Subresources.
    pub subresources: Vec<ServedSubresource>,
    /// What the objects are made of.
    pub schema: Schema,
    /// What clients should read instead, when the version is deprecated.
    pub deprecation_warning: Option<String>,
    /// The name of the definition that declares the resource; `None` for built-in ones.
    pub definition: Option<String>,
    /// Whether the definition is going away, so that nothing new is taken.
    pub(crate) terminating: bool,
    /// Where the objects are; `None` for kinds that are only answered.
    pub(crate) store: Option<Arc<Store>>,
    /// The text every object begins with.
    pub(crate) head: String,
    /// An object with nothing set, made at its first use.
    pub(crate) empty: OnceLock<Value>,
}

/// A subresource, as served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedSubresource {
    /// Name in the path.
    pub name: String,
    /// Group of the body's kind.
    pub group: String,
    /// Version of the body's kind.
    pub version: String,
    /// Kind of the body.
    pub kind: String,
    /// Verbs it answers.
    pub verbs: Vec<String>,
}

impl ServedResource {
    /// `pods`, `deployments.apps`
    #[must_use]
    pub fn qualified(&self) -> String {
        if self.group.is_empty() {
            self.plural.clone()
        } else {
            format!("{}.{}", self.plural, self.group)
        }
    }

    /// A subresource.
    #[must_use]
    pub fn subresource(&self, name: &str) -> Option<&ServedSubresource> {
        self.subresources.iter().find(|s| s.name == name)
    }

    /// An object of this version with nothing set.
    pub(crate) fn empty(&self) -> &Value {
        self.empty.get_or_init(|| {
            let types = Some((self.api_version.as_str(), self.kind.as_str()));
            let message = self.schema.new_message();
            let empty = message.and_then(|m| codec::json::to_value(m.as_ref(), types).ok());
            empty.unwrap_or_else(|| json!({ "apiVersion": self.api_version, "kind": self.kind }))
        })
    }

    /// The text every object in this version begins with.
    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    /// Whether stored objects only need another head to be objects of this version.
    pub(crate) fn shares_shape_with(&self, layout: &Layout) -> bool {
        layout.api_version() == self.api_version
            || self.schema.custom().is_some_and(|schema| !schema.has_defaults())
    }

    /// An object as it is stored, in this version.
    pub(crate) fn to_served(&self, object: Value) -> Value {
        conversion::to_served(self, object)
    }

    /// An object of this version, as it is stored.
    pub(crate) fn to_stored(&self, object: Value) -> Value {
        conversion::to_stored(self, object)
    }

    /// Whether the objects are stored, so that they can be read by anyone who may.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.store.is_some()
    }
}

/// A group of served resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedGroup {
    /// Name; empty for the core group.
    pub name: String,
    /// Versions, the preferred one first.
    pub versions: Vec<String>,
}

/// Everything that is served at one moment.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// Resources by group, version and plural.
    resources: BTreeMap<(String, String, String), Arc<ServedResource>>,
    /// Groups in the order of discovery.
    groups: Vec<ServedGroup>,
}

impl Served {
    /// A resource.
    #[must_use]
    pub fn find(&self, group: &str, version: &str, plural: &str) -> Option<&Arc<ServedResource>> {
        // Three short copies are cheaper than a map of maps is to keep.
        self.resources.get(&(group.to_owned(), version.to_owned(), plural.to_owned()))
    }

    /// A resource in the version that clients should prefer.
    #[must_use]
    pub fn preferred(&self, group: &str, plural: &str) -> Option<&Arc<ServedResource>> {
        let group = self.group(group)?;
        group.versions.iter().find_map(|version| self.find(&group.name, version, plural))
    }

    /// The resource of a kind.
    #[must_use]
    pub fn of_kind(&self, group: &str, version: &str, kind: &str) -> Option<&Arc<ServedResource>> {
        let mut all = self.resources.values();
        all.find(|r| r.group == group && r.version == version && r.kind == kind)
    }

    /// All resources.
    pub fn resources(&self) -> impl Iterator<Item = &Arc<ServedResource>> {
        self.resources.values()
    }

    /// The resources of a group in a version, ordered by plural.
    pub fn in_version<'a>(
        &'a self,
        group: &'a str,
        version: &'a str,
    ) -> impl Iterator<Item = &'a Arc<ServedResource>> {
        self.resources.values().filter(move |r| r.group == group && r.version == version)
    }

    /// The groups, in the order of discovery.
    #[must_use]
    pub fn groups(&self) -> &[ServedGroup] {
        &self.groups
    }

    /// A group.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&ServedGroup> {
        self.groups.iter().find(|g| g.name == name)
    }

    pub(crate) fn insert(&mut self, resource: ServedResource) {
        let key = (resource.group.clone(), resource.version.clone(), resource.plural.clone());
        self.resources.insert(key, Arc::new(resource));
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&ServedResource) -> bool) {
        self.resources.retain(|_, resource| keep(resource));
    }

    pub(crate) fn set_groups(&mut self, groups: Vec<ServedGroup>) {
        self.groups = groups;
    }
}

/// The list of served resources, which changes as definitions come and go.
pub struct Catalog {
    served: RwLock<Arc<Served>>,
    changes: watch::Sender<u64>,
}

impl Catalog {
    pub(crate) fn new(served: Served) -> Self {
        Self { served: RwLock::new(Arc::new(served)), changes: watch::Sender::new(1) }
    }

    /// What is served now.
    #[must_use]
    pub fn served(&self) -> Arc<Served> {
        self.served.read().clone()
    }

    /// A number that grows with each change, to be waited on.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Changes the list.
    pub(crate) fn change(&self, edit: impl FnOnce(&mut Served)) {
        {
            let mut served = self.served.write();
            edit(Arc::make_mut(&mut served));
        }
        self.changes.send_modify(|n| *n += 1);
    }
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Catalog").field("change", &*self.changes.borrow()).finish_non_exhaustive()
    }
}
