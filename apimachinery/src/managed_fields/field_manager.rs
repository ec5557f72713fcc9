//! Tracking owners through updates and applies of one resource.

use std::sync::LazyLock;

use serde_json::Value;

use super::conflict::Conflicts;
use super::field_set::FieldSet;
use super::managers::{DecodeManagersError, ManagerId, Managers, Operation};
use super::schema::{Schema, Versions};
use super::typed::{Duplicates, TypedError, validate};
use super::updater::{Updater, UpdaterError};
use super::{entries, last_applied};
use crate::time::Time;

/// Tracks who owns the fields of the objects of one resource or subresource, in one version.
///
/// *Upstream:* `k8s.io/apimachinery/pkg/util/managedfields.FieldManager`.
#[derive(Clone, Copy)]
pub struct FieldManager<'a> {
    /// The kind's type in each version.
    pub versions: &'a dyn Versions,
    /// The version of the requests, such as `apps/v1`.
    pub api_version: &'a str,
    /// The kind.
    pub kind: &'a str,
    /// The subresource that is written; empty for the object itself.
    pub subresource: &'a str,
    /// An object of the kind with nothing set, in the version of the requests: what a create
    /// starts from. For built-in kinds it has the members that are always printed.
    pub empty: &'a Value,
    /// The fields that this endpoint resets whatever a client sends, by version: nobody owns them
    /// through it.
    pub reset_fields: &'a [(&'a str, FieldSet)],
}

/// Why owners can't be tracked through an update.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpdateError {
    /// An object does not have its type.
    #[error("failed to update managed fields: {0}")]
    Typed(#[from] TypedError),
    /// The version is not known.
    #[error("no corresponding type for {0}")]
    NoType(String),
}

/// Why an apply is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// Others own what it would change, and it is not forced. Answer with [`Conflicts::status`].
    #[error("{0}")]
    Conflicts(Conflicts),
    /// What is applied is of another kind or version: 400.
    #[error("invalid object type: {0}")]
    Kind(String),
    /// What is applied has `metadata.managedFields`: 400.
    #[error("metadata.managedFields must be nil")]
    ManagedFields,
    /// The live object's owners can't be read: 500.
    #[error("failed to decode managed fields: {0}")]
    Owners(#[from] DecodeManagersError),
    /// An object does not have its type: 500.
    #[error("failed to create typed patch object: {0}")]
    Typed(#[from] TypedError),
    /// The version is not known: 500.
    #[error("no corresponding type for {0}")]
    NoType(String),
}

impl From<UpdaterError> for ApplyError {
    fn from(error: UpdaterError) -> Self {
        match error {
            UpdaterError::Conflicts(conflicts) => Self::Conflicts(conflicts),
            UpdaterError::Typed(error) => Self::Typed(error),
        }
    }
}

/// The most updaters that have an entry of their own.
const MAX_UPDATERS: usize = 10;

/// The owner of what was there before the first apply.
const BEFORE_FIRST_APPLY: &str = "before-first-apply";

/// Fields that nobody owns: identity and bookkeeping.
const UNTRACKED: &[&[&str]] = &[
    &["apiVersion"],
    &["kind"],
    &["metadata"],
    &["metadata", "name"],
    &["metadata", "namespace"],
    &["metadata", "creationTimestamp"],
    &["metadata", "selfLink"],
    &["metadata", "uid"],
    &["metadata", "clusterName"],
    &["metadata", "generation"],
    &["metadata", "managedFields"],
    &["metadata", "resourceVersion"],
];

impl std::fmt::Debug for FieldManager<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FieldManager")
            .field("api_version", &self.api_version)
            .field("kind", &self.kind)
            .field("subresource", &self.subresource)
            .finish_non_exhaustive()
    }
}

impl FieldManager<'_> {
    /// Records in `new` who owns what after a create, update or patch by `manager`.
    ///
    /// `live` is the object before, `None` for a create. Both are in the version of the request
    /// and complete. When owners can't be tracked, those of the live object stay.
    pub fn update(&self, live: Option<&Value>, new: &mut Value, manager: &str, now: Time) {
        if self.try_update(live, new, manager, now).is_err() {
            let before = live.and_then(entries::of_object).cloned().unwrap_or_default();
            entries::put(new, before);
        }
    }

    /// [`update`](Self::update), with the reason why owners can't be tracked.
    ///
    /// # Errors
    /// When an object does not have its type. `new` has no entries then.
    pub fn try_update(
        &self,
        live: Option<&Value>,
        new: &mut Value,
        manager: &str,
        now: Time,
    ) -> Result<(), UpdateError> {
        let is_create = live.is_none();
        let live = live.unwrap_or(self.empty);
        let mut managers = self.owners(live, new);
        entries::take(new);
        // What nobody owns so far stays so until the first apply.
        if !managers.owned.is_empty() || is_create {
            self.track(live, new, &mut managers, manager, now)?;
        }
        entries::put(new, entries::encode(&managers));
        Ok(())
    }

    /// Merges what `manager` applies into `live` and records who owns what.
    ///
    /// `live` is the object before, `None` when there is none; `applied` is what the client sent,
    /// as it came. The result still has to be decoded, defaulted and prepared like any other write.
    ///
    /// # Errors
    /// When others own what would change and `force` is not set, or the input does not fit.
    pub fn apply(
        &self,
        live: Option<&Value>,
        applied: &Value,
        manager: &str,
        force: bool,
        now: Time,
    ) -> Result<Value, ApplyError> {
        let live = live.unwrap_or(self.empty);
        let mut managers =
            entries::decode(entries::of_object(live).map(Vec::as_slice).unwrap_or_default())?;
        let text = |name| applied.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("apiVersion") != self.api_version || text("kind") != self.kind {
            let found = format!("{}, Kind={}", text("apiVersion"), text("kind"));
            return Err(ApplyError::Kind(found));
        }
        if applied.pointer("/metadata/managedFields").is_some_and(|entries| !entries.is_null()) {
            return Err(ApplyError::ManagedFields);
        }
        let mut live = live.clone();
        entries::take(&mut live);
        let schema = self.schema().ok_or_else(|| ApplyError::NoType(self.api_version.into()))?;
        if managers.owned.is_empty() {
            self.adopt(&live, &mut managers, now)?;
        }
        let outcome = self.merge(&live, applied, managers.clone(), manager, force, now, schema);
        let (mut object, managers) = match outcome {
            Err(ApplyError::Conflicts(conflicts)) if manager == last_applied::KUBECTL => {
                // What was applied on the client's side may be taken over.
                let Some(own) = last_applied::fields(&live, self.api_version, schema) else {
                    return Err(ApplyError::Conflicts(conflicts));
                };
                if !conflicts.set().difference(&own).is_empty() {
                    let others = conflicts.0.into_iter().filter(|c| !own.has(&c.path.0));
                    return Err(ApplyError::Conflicts(Conflicts(others.collect())));
                }
                self.merge(&live, applied, managers, manager, true, now, schema)?
            }
            other => other?,
        };
        if manager == last_applied::KUBECTL {
            last_applied::refresh(&mut object, applied);
        }
        entries::put(&mut object, entries::encode(&managers));
        Ok(object)
    }

    fn schema(&self) -> Option<Schema<'_>> {
        self.versions.schema(self.api_version)
    }

    fn updater<'s>(&'s self, schema: Schema<'s>) -> Updater<'s> {
        Updater {
            versions: self.versions,
            api_version: self.api_version,
            schema,
            reset_fields: self.reset_fields,
        }
    }

    /// The owners that an update starts from: those the client sends, or else the live object's.
    fn owners(&self, live: &Value, new: &Value) -> Managers {
        let of_live = || {
            let entries = entries::of_object(live).map(Vec::as_slice).unwrap_or_default();
            entries::decode(entries).unwrap_or_default()
        };
        // Through a subresource nobody changes the owners by hand.
        let Some(sent) = entries::of_object(new).filter(|_| self.subresource.is_empty()) else {
            return of_live();
        };
        if entries::is_reset(sent) {
            return Managers::default();
        }
        match entries::decode(sent) {
            Ok(managers) if !managers.owned.is_empty() => managers,
            _ => of_live(),
        }
    }

    /// Gives what changed to the updater.
    fn track(
        &self,
        live: &Value,
        new: &Value,
        managers: &mut Managers,
        manager: &str,
        now: Time,
    ) -> Result<(), UpdateError> {
        let schema = self.schema().ok_or_else(|| UpdateError::NoType(self.api_version.into()))?;
        validate(new, schema, Duplicates::Allowed)?;
        validate(live, schema, Duplicates::Allowed)?;
        // The writer is a new owner first, so that an entry of his name is left in peace when
        // nothing changes.
        let writer = ManagerId::new(CURRENT, Operation::Update, "", "");
        self.updater(schema).update(live, new, managers, &writer)?;
        self.strip(managers, &writer);
        if let Some(mut owned) = managers.owned.remove(&writer) {
            let id = self.id(manager, Operation::Update);
            if let Some(before) = managers.owned.remove(&id) {
                owned.set.absorb(before.set);
            }
            managers.owned.insert(id.clone(), owned);
            managers.times.insert(id, Some(now));
        }
        managers.cap_updaters(MAX_UPDATERS);
        Ok(())
    }

    /// Gives what is there before the first apply an owner.
    fn adopt(&self, live: &Value, managers: &mut Managers, now: Time) -> Result<(), ApplyError> {
        match self.track(self.empty, live, managers, BEFORE_FIRST_APPLY, now) {
            Ok(()) => Ok(()),
            Err(UpdateError::Typed(error)) => Err(ApplyError::Typed(error)),
            Err(UpdateError::NoType(version)) => Err(ApplyError::NoType(version)),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the state of one apply, tried up to twice")]
    fn merge(
        &self,
        live: &Value,
        applied: &Value,
        mut managers: Managers,
        manager: &str,
        force: bool,
        now: Time,
        schema: Schema<'_>,
    ) -> Result<(Value, Managers), ApplyError> {
        validate(applied, schema, Duplicates::Refused)?;
        validate(live, schema, Duplicates::Allowed)?;
        let id = self.id(manager, Operation::Apply);
        let merged = self.updater(schema).apply(live, applied, &mut managers, &id, force)?;
        self.strip(&mut managers, &id);
        let object = match merged {
            Some(object) => {
                managers.times.insert(id, Some(now));
                object
            }
            None => live.clone(),
        };
        Ok((object, managers))
    }

    fn id(&self, manager: &str, operation: Operation) -> ManagerId {
        let manager = if manager.is_empty() { "unknown" } else { manager };
        ManagerId::new(manager, operation, self.api_version, self.subresource)
    }

    /// Takes identity and bookkeeping out of what the writer owns.
    fn strip(&self, managers: &mut Managers, writer: &ManagerId) {
        if let Some(mut owned) = managers.owned.remove(writer) {
            static SET: LazyLock<FieldSet> = LazyLock::new(|| FieldSet::of_fields(UNTRACKED));
            owned.set.subtract(&SET);
            managers.set(writer.clone(), owned);
        }
    }
}

/// Stands for the writer while an update is worked out.
const CURRENT: &str = "current-operation";
