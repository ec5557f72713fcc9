//! Changing an object: read, transform, compare and write, again if someone else was faster.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_apimachinery::managed_fields::keep_timestamps;
use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::validation::field::ErrorList;
use serde_json::Value;

use super::typed_preparation::Judgement;
use super::{Store, WriteContext};
use crate::admission::Operation;
use crate::registry::entry::Entry;
use crate::registry::object::ObjectAccess as _;
use crate::registry::strategy::{Generation, StatusKeeps, next_generation};
use crate::storage::{KeyValue, StorageError};

/// Makes the new object of the old one; called again when the old one has changed meanwhile.
#[async_trait]
pub(crate) trait Transform: Send + Sync {
    /// The new object; `old` is `Null` when there is none.
    ///
    /// # Errors
    /// The answer to the client.
    async fn apply(&self, old: &Value) -> Result<Value, Status>;

    /// Whether a missing object is to be created whatever its kind.
    fn creates(&self) -> bool {
        false
    }
}

/// Which part of an object an update is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Everything but the status.
    Main,
    /// The status.
    Status,
    /// What the transform itself takes care of.
    Own,
    /// The same, without counting as a change of the generation.
    Raw,
}

/// The outcome of an update.
#[derive(Debug)]
pub(crate) struct Updated {
    pub(crate) entry: Arc<Entry>,
    /// Whether the object did not exist before.
    pub(crate) created: bool,
}

/// What one round of an update came to.
enum Round {
    Done(Updated),
    /// Someone else wrote first.
    Again,
}

const MODIFIED: &str = "the object has been modified; please apply your changes to the latest \
                        version and try again";

impl Store {
    /// Changes an object, or creates it where that is allowed.
    ///
    /// # Errors
    /// The answer to the client.
    pub(crate) async fn update(
        &self,
        cx: &WriteContext<'_>,
        part: Part,
        transform: &dyn Transform,
    ) -> Result<Updated, Status> {
        let key = self.key(cx.namespace, cx.name);
        loop {
            let got = self.environment.storage.get(&key).await;
            let round = match got.map_err(|e| self.failed(&e, "update", cx.name))?.kv {
                Some(kv) => self.change(cx, part, transform, &kv).await?,
                None => self.create_on_update(cx, transform).await?,
            };
            if let Round::Done(updated) = round {
                return Ok(updated);
            }
        }
    }

    async fn create_on_update(
        &self,
        cx: &WriteContext<'_>,
        transform: &dyn Transform,
    ) -> Result<Round, Status> {
        if !self.strategy.traits().create_on_update && !transform.creates() {
            return Err(Status::not_found(&self.group, &self.plural, cx.name));
        }
        let mut object = transform.apply(&Value::Null).await?;
        let uid = object.uid();
        if !uid.is_empty() {
            let why = precondition("UID", uid, "");
            return Err(Status::conflict(&self.group, &self.plural, cx.name, &why));
        }
        object.metadata_mut().remove("resourceVersion");
        let object = cx.admit(Operation::Create, object, &Value::Null).await?;
        match self.create(cx, object).await {
            Ok(entry) => Ok(Round::Done(Updated { entry, created: true })),
            Err(status) if status.reason == reason::ALREADY_EXISTS => Ok(Round::Again),
            Err(status) => Err(status),
        }
    }

    async fn change(
        &self,
        cx: &WriteContext<'_>,
        part: Part,
        transform: &dyn Transform,
        kv: &KeyValue,
    ) -> Result<Round, Status> {
        let current = self.entry(kv)?;
        let old = current.value();
        let object = transform.apply(&old).await?;
        let object = cx.admit(Operation::Update, object, &old).await?;
        self.check_version(cx, &object, &old)?;
        let mut object = self.complete_changed(cx, part, object, &old)?;

        let faults = self.faults_of_changed(cx, &object, &old);
        if !faults.is_empty() {
            return Err(self.invalid(object.name(), &faults));
        }
        self.strategy.acquire(cx, &mut object, &old).await?;
        let held = object.clone();
        let outcome = self.write_changed(cx, object, &old, &current).await;
        match &outcome {
            _ if cx.dry_run => {}
            Ok(Round::Done(_)) => self.strategy.release(cx, &old, &held).await,
            _ => self.strategy.release(cx, &held, &old).await,
        }
        outcome
    }

    async fn write_changed(
        &self,
        cx: &WriteContext<'_>,
        object: Value,
        old: &Value,
        current: &Arc<Entry>,
    ) -> Result<Round, Status> {
        let mut object = cx.judge(Operation::Update, object, old).await?;
        keep_timestamps(&mut object, old);
        if self.vanishes(&object, old) {
            return self.delete_instead(cx, object, current).await;
        }
        let stored = self.layout.encode(&object);
        let revision = current.revision();
        if stored == self.layout.encode(old) {
            return Ok(Round::Done(Updated { entry: current.clone(), created: false }));
        }
        let revision = if cx.dry_run {
            revision
        } else {
            let key = self.key(cx.namespace, cx.name);
            let ttl = self.strategy.time_to_live(&object);
            let storage = &self.environment.storage;
            match storage.update(&key, stored.clone(), revision, ttl).await {
                Ok(revision) => {
                    self.settle(revision).await;
                    revision
                }
                Err(StorageError::Conflict { .. } | StorageError::KeyNotFound { .. }) => {
                    return Ok(Round::Again);
                }
                Err(error) => return Err(self.failed(&error, "update", cx.name)),
            }
        };
        let entry = Entry::of_stored(&self.layout, stored, revision).map_err(Status::internal)?;
        Ok(Round::Done(Updated { entry: Arc::new(entry), created: false }))
    }

    /// Whether this update takes the last finalizer of an object that is being deleted.
    fn vanishes(&self, object: &Value, old: &Value) -> bool {
        old.is_terminating()
            && object.finalizers().is_empty()
            && old.deletion_grace_period_seconds().unwrap_or(0) == 0
            && self.strategy.may_vanish(object)
    }

    async fn delete_instead(
        &self,
        cx: &WriteContext<'_>,
        object: Value,
        current: &Entry,
    ) -> Result<Round, Status> {
        if !cx.dry_run {
            let key = self.key(cx.namespace, cx.name);
            match self.environment.storage.delete(&key, current.revision()).await {
                Ok(revision) => {
                    self.strategy.release(cx, &object, &Value::Null).await;
                    self.settle(revision).await;
                }
                Err(StorageError::Conflict { .. }) => return Ok(Round::Again),
                Err(StorageError::KeyNotFound { .. }) => {}
                Err(error) => return Err(self.failed(&error, "update", cx.name)),
            }
        }
        let entry = self.entry_of(&object, current.revision())?;
        Ok(Round::Done(Updated { entry, created: false }))
    }

    /// Refuses what was made of another version than the present one.
    fn check_version(
        &self,
        cx: &WriteContext<'_>,
        object: &Value,
        old: &Value,
    ) -> Result<(), Status> {
        let uid = object.uid();
        if !uid.is_empty() && uid != old.uid() {
            let why = precondition("UID", uid, old.uid());
            return Err(Status::conflict(&self.group, &self.plural, cx.name, &why));
        }
        match object.resource_version() {
            "" | "0" if self.strategy.traits().unconditional_update => Ok(()),
            "" | "0" => {
                let (field, detail) = (
                    "metadata.resourceVersion",
                    "Invalid value: 0x0: must be specified for an update",
                );
                let message = format!(
                    "{} \"{}\" is invalid: {field}: {detail}",
                    qualified(&self.group, &self.plural),
                    cx.name
                );
                Err(Status::failure(422, reason::INVALID, message)
                    .about(&self.group, &self.plural, cx.name)
                    .cause("FieldValueInvalid", detail, field))
            }
            version if version == old.resource_version() => Ok(()),
            version if version.parse::<u64>().is_err() => {
                Err(Status::failure(500, "", format!("invalid resource version \"{version}\"")))
            }
            _ => Err(Status::conflict(&self.group, &self.plural, cx.name, MODIFIED)),
        }
    }

    /// What stays as it was, whatever the client sent.
    fn complete_changed(
        &self,
        cx: &WriteContext<'_>,
        part: Part,
        mut object: Value,
        old: &Value,
    ) -> Result<Value, Status> {
        let traits = self.strategy.traits();
        keep(&mut object, old, &["generation"]);
        fill(&mut object, old, &["uid", "creationTimestamp", "deletionTimestamp"]);
        fill(&mut object, old, &["deletionGracePeriodSeconds", "name", "namespace"]);
        let metadata = object.metadata_mut();
        metadata.insert("resourceVersion".into(), old.resource_version().into());
        match part {
            Part::Main => {
                if traits.status {
                    match old.get("status") {
                        Some(status) => object.set("status", status.clone()),
                        None => drop(object.remove("status")),
                    }
                }
                object = self.prepare_changed(object, old)?;
                self.strategy.prepare_for_update(cx, &mut object, old);
            }
            Part::Status => {
                object = with_status_of(object, old);
                let kept: &[&str] = match traits.status_keeps {
                    StatusKeeps::Nothing => &[],
                    StatusKeeps::Labels => &["labels"],
                    StatusKeeps::Owners => &["ownerReferences"],
                    StatusKeeps::All => &["labels", "annotations", "finalizers", "ownerReferences"],
                };
                keep(&mut object, old, kept);
                self.strategy.prepare_for_update(cx, &mut object, old);
            }
            Part::Own | Part::Raw => {}
        }
        if matches!(part, Part::Main | Part::Own)
            && traits.generation != Generation::None
            && let Some(generation) = next_generation(traits, &object, old)
            && generation > 0
        {
            object.metadata_mut().insert("generation".into(), generation.into());
        }
        Ok(object)
    }

    fn faults_of_changed(&self, cx: &WriteContext<'_>, object: &Value, old: &Value) -> ErrorList {
        let mut faults = self.faults_of_changed_metadata(object, old);
        let Judgement { faults: more, warnings } = self.judge_change(cx, object, old);
        faults.extend(more);
        faults.extend(self.strategy.validate_update(cx, object, old));
        if faults.is_empty() {
            warnings.into_iter().for_each(|warning| cx.warnings.add(warning));
        }
        faults
    }
}

/// The old object with the status, and the metadata, of the new one.
fn with_status_of(mut object: Value, old: &Value) -> Value {
    let mut whole = old.clone();
    if let (Some(new), Some(whole)) = (object.as_object_mut(), whole.as_object_mut()) {
        for field in ["metadata", "status"] {
            match new.remove(field) {
                Some(value) => whole.insert(field.to_owned(), value),
                None => whole.remove(field),
            };
        }
    }
    whole
}

/// Takes fields of the metadata from the old object.
fn keep(object: &mut Value, old: &Value, fields: &[&str]) {
    for &field in fields {
        let value = old.metadata().and_then(|m| m.get(field)).cloned();
        let metadata = object.metadata_mut();
        match value {
            Some(value) => metadata.insert(field.to_owned(), value),
            None => metadata.remove(field),
        };
    }
}

/// Takes fields of the metadata from the old object where the new one has none.
fn fill(object: &mut Value, old: &Value, fields: &[&str]) {
    for &field in fields {
        let metadata = object.metadata_mut();
        let absent = metadata.get(field).is_none_or(|v| v.is_null() || v.as_str() == Some(""));
        if absent {
            metadata.remove(field);
            if let Some(value) = old.metadata().and_then(|m| m.get(field)) {
                object.metadata_mut().insert(field.to_owned(), value.clone());
            }
        }
    }
}

/// `Precondition failed: UID in precondition: a, UID in object meta: b`
pub(super) fn precondition(what: &str, wanted: &str, found: &str) -> String {
    format!("Precondition failed: {what} in precondition: {wanted}, {what} in object meta: {found}")
}

fn qualified(group: &str, resource: &str) -> String {
    if group.is_empty() { resource.to_owned() } else { format!("{resource}.{group}") }
}
