//! Who owns what: the content of `metadata.managedFields`, in a form to work with.

use std::collections::BTreeMap;

use super::field_set::FieldSet;
use crate::time::Time;

/// The owners of an object's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Managers {
    pub(super) owned: BTreeMap<ManagerId, Owned>,
    pub(super) times: BTreeMap<ManagerId, Option<Time>>,
}

/// What one owner owns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owned {
    pub(super) set: FieldSet,
    /// The version in which the fields are named.
    pub(super) api_version: String,
    /// Whether it was applied, not updated.
    pub(super) applied: bool,
}

/// What tells one owner from another.
///
/// Ordered as upstream orders them: by their JSON text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ManagerId {
    /// The name as JSON, so that ids compare as upstream's do.
    quoted: String,
    pub(super) operation: Operation,
    /// The version of an updater; empty for an applier, who keeps his entry in any version.
    pub(super) api_version: String,
    /// Writers of subresources come first.
    of_object: bool,
    pub(super) subresource: String,
    pub(super) manager: String,
}

/// How fields came to be owned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Apply,
    Update,
}

impl Operation {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Update => "Update",
        }
    }
}

impl ManagerId {
    pub(super) fn new(
        manager: &str,
        operation: Operation,
        api_version: &str,
        subresource: &str,
    ) -> Self {
        let api_version = if operation == Operation::Apply { "" } else { api_version };
        Self {
            quoted: serde_json::Value::from(manager).to_string(),
            operation,
            api_version: api_version.to_owned(),
            of_object: subresource.is_empty(),
            subresource: subresource.to_owned(),
            manager: manager.to_owned(),
        }
    }
}

impl Managers {
    /// Gives an owner this set; one that owns nothing is forgotten.
    pub(super) fn set(&mut self, id: ManagerId, owned: Owned) {
        if owned.set.is_empty() {
            self.owned.remove(&id);
        } else {
            self.owned.insert(id, owned);
        }
    }

    /// Merges the oldest updaters of a version into one, until there are at most `most`.
    ///
    /// *Upstream:* `capManagersManager`.
    pub(super) fn cap_updaters(&mut self, most: usize) {
        let mut updaters: Vec<ManagerId> =
            self.owned.iter().filter(|(_, o)| !o.applied).map(|(id, _)| id.clone()).collect();
        if updaters.len() <= most {
            return;
        }
        let seconds =
            |id: &ManagerId| self.times.get(id).copied().flatten().map_or(0, Time::unix_seconds);
        updaters.sort_by_cached_key(|id| (seconds(id), id.clone()));
        let mut left = updaters.len();
        let mut first_of_version: BTreeMap<String, ManagerId> = BTreeMap::new();
        for id in updaters {
            if left <= most {
                break;
            }
            let Some(owned) = self.owned.get(&id).cloned() else { continue };
            let Some(first) = first_of_version.get(&owned.api_version) else {
                first_of_version.insert(owned.api_version, id);
                continue;
            };
            let bucket = ManagerId::new(ANCIENT, Operation::Update, &owned.api_version, "");
            if !self.owned.contains_key(&bucket)
                && let Some(oldest) = self.owned.remove(first)
            {
                self.owned.insert(bucket.clone(), oldest);
            }
            if let Some(merged) = self.owned.get_mut(&bucket) {
                merged.set = owned.set.union(&merged.set);
            }
            self.owned.remove(&id);
            left -= 1;
            // The later of the two times.
            let time = self.times.get(&id).copied().flatten();
            self.times.insert(bucket, time);
        }
    }
}

/// The owner that stands for the oldest updaters.
const ANCIENT: &str = "ancient-changes";

/// Entries of `metadata.managedFields` that can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeManagersError {
    /// Neither `Apply` nor `Update`.
    #[error("operation must be `Apply` or `Update`")]
    Operation,
    /// No version.
    #[error("apiVersion must not be empty")]
    NoVersion,
    /// Not `FieldsV1`.
    #[error("invalid fieldsType {found:?} in managed fields entry {index}")]
    FieldsType {
        /// Which entry.
        index: usize,
        /// What it says.
        found: String,
    },
    /// The set can't be read.
    #[error("error decoding set: {0}")]
    Fields(#[from] super::field_set::ParseFieldsError),
}
