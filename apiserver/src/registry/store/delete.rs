//! Deleting an object: at once, after a grace period, or when its finalizers are gone.

use std::sync::Arc;

use bowline_apimachinery::meta::{DeletionPropagation, Status, reason};
use bowline_apimachinery::time::{Duration, Time};
use serde_json::Value;

use super::update::precondition;
use super::{Store, WriteContext};
use crate::admission::Operation;
use crate::registry::entry::Entry;
use crate::registry::object::ObjectAccess as _;
use crate::registry::strategy::Dependents;
use crate::storage::StorageError;

pub(crate) use bowline_apimachinery::meta::DeleteOptions;

/// Makes the garbage collector let go of the dependents first.
const ORPHAN: &str = "orphan";
/// Makes the garbage collector delete the dependents first.
const FOREGROUND: &str = "foregroundDeletion";

/// The outcome of a deletion.
#[derive(Debug)]
pub(crate) struct Deleted {
    /// The last state of the object, or its present one.
    pub(crate) entry: Arc<Entry>,
    /// Whether it is gone; else deletion has only begun.
    pub(crate) gone: bool,
}

/// What is to happen to an object that shall be deleted.
#[derive(Debug)]
enum Plan {
    /// It goes away now.
    Remove,
    /// It is marked; someone else finishes.
    Mark(Value),
    /// It is marked with no time left, then goes away.
    MarkAndRemove(Value),
    /// Deletion has begun already and nothing is to change.
    Nothing,
}

impl Store {
    /// Deletes an object.
    ///
    /// # Errors
    /// The answer to the client.
    pub(crate) async fn delete(
        &self,
        cx: &WriteContext<'_>,
        options: &DeleteOptions,
    ) -> Result<Deleted, Status> {
        loop {
            let Some(current) = self.find(cx.namespace, cx.name).await? else {
                return Err(Status::not_found(&self.group, &self.plural, cx.name));
            };
            let old = current.value();
            self.check_preconditions(cx, options, &old)?;
            cx.admit(Operation::Delete, Value::Null, &old).await?;
            self.strategy.before_delete(&old)?;
            let asked = options.propagation_policy.is_some() || options.orphan_dependents.is_some();
            for warning in self.strategy.warnings_on_delete(asked) {
                cx.warnings.add(warning);
            }
            let plan = self.plan(&old, options);
            cx.judge(Operation::Delete, Value::Null, &old).await?;
            if let Some(deleted) = self.carry_out(cx, plan, &current, &old).await? {
                return Ok(deleted);
            }
        }
    }

    /// `None` when someone else changed the object meanwhile.
    async fn carry_out(
        &self,
        cx: &WriteContext<'_>,
        plan: Plan,
        current: &Arc<Entry>,
        old: &Value,
    ) -> Result<Option<Deleted>, Status> {
        let (marked, remove) = match plan {
            Plan::Nothing => {
                return Ok(Some(Deleted { entry: current.clone(), gone: false }));
            }
            Plan::Remove => (None, true),
            Plan::Mark(marked) => (Some(marked), false),
            Plan::MarkAndRemove(marked) => (Some(marked), true),
        };
        let mut entry = current.clone();
        if let Some(marked) = marked {
            let stored = self.layout.encode(&marked);
            let mut revision = current.revision();
            if !cx.dry_run {
                let key = self.key(cx.namespace, cx.name);
                let ttl = self.strategy.time_to_live(&marked);
                let storage = &self.environment.storage;
                revision = match storage.update(&key, stored.clone(), revision, ttl).await {
                    Ok(revision) => {
                        self.settle(revision).await;
                        revision
                    }
                    Err(StorageError::Conflict { .. } | StorageError::KeyNotFound { .. }) => {
                        return Ok(None);
                    }
                    Err(error) => return Err(self.failed(&error, "delete", cx.name)),
                };
            }
            let marked = Entry::of_stored(&self.layout, stored, revision);
            entry = Arc::new(marked.map_err(Status::internal)?);
        }
        if !remove {
            return Ok(Some(Deleted { entry, gone: false }));
        }
        if !cx.dry_run {
            let key = self.key(cx.namespace, cx.name);
            match self.environment.storage.delete(&key, entry.revision()).await {
                Ok(revision) => {
                    self.strategy.release(cx, old, &Value::Null).await;
                    self.settle(revision).await;
                }
                Err(StorageError::Conflict { .. }) => return Ok(None),
                // Someone else was faster, which is as good.
                Err(StorageError::KeyNotFound { .. }) if entry.revision() != current.revision() => {
                }
                Err(error) => return Err(self.failed(&error, "delete", cx.name)),
            }
        }
        Ok(Some(Deleted { entry, gone: true }))
    }

    fn check_preconditions(
        &self,
        cx: &WriteContext<'_>,
        options: &DeleteOptions,
        old: &Value,
    ) -> Result<(), Status> {
        let Some(wanted) = options.preconditions.as_deref() else { return Ok(()) };
        let checks = [
            ("UID", &wanted.uid, old.uid()),
            ("ResourceVersion", &wanted.resource_version, old.resource_version()),
        ];
        for (what, wanted, found) in checks {
            if let Some(wanted) = wanted
                && wanted.as_str() != found
            {
                let why = precondition(what, wanted, found);
                return Err(Status::conflict(&self.group, &self.plural, cx.name, &why));
            }
        }
        Ok(())
    }

    fn plan(&self, old: &Value, options: &DeleteOptions) -> Plan {
        let now = self.environment.now();
        let mut object = old.clone();
        if self.strategy.begin_deletion(&mut object, now) {
            let finalizers = self.finalizers_for_dependents(&object, options);
            object.set_finalizers(finalizers);
            return Plan::Mark(object);
        }
        // A negative period is a client's way to say "as short as can be".
        let requested = options.grace_period_seconds.map(|s| if s < 0 { 1 } else { s });
        let grace = match self.grace(old, requested) {
            Grace::Pending => return Plan::Nothing,
            Grace::Shorten(period) => {
                shorten(&mut object, period);
                Some(period)
            }
            Grace::Begin(period) => {
                mark(&mut object, now, period);
                Some(period)
            }
            Grace::None => None,
        };
        let finalizers = self.finalizers_for_dependents(old, options);
        object.set_finalizers(finalizers);
        let held = !object.finalizers().is_empty() || !self.strategy.may_vanish(&object);
        match grace {
            Some(0) if !held => Plan::MarkAndRemove(object),
            Some(_) => Plan::Mark(object),
            None if held => {
                if !object.is_terminating() {
                    mark(&mut object, now, 0);
                } else if self.strategy.may_vanish(&object) {
                    object.metadata_mut().insert("deletionGracePeriodSeconds".into(), 0.into());
                }
                if object == *old { Plan::Nothing } else { Plan::Mark(object) }
            }
            None => Plan::Remove,
        }
    }

    fn grace(&self, old: &Value, requested: Option<i64>) -> Grace {
        let Some(period) = self.strategy.grace_period(old, requested) else {
            return Grace::None;
        };
        if !old.is_terminating() {
            return Grace::Begin(period);
        }
        // Once begun, a grace period can only become shorter.
        match (old.deletion_grace_period_seconds(), requested) {
            (None, _) => Grace::None,
            (Some(left), Some(wanted)) if wanted < left => Grace::Shorten(wanted),
            (Some(_), _) => Grace::Pending,
        }
    }

    /// The finalizers with the garbage collector's own put as the options say.
    fn finalizers_for_dependents(&self, old: &Value, options: &DeleteOptions) -> Vec<String> {
        let mut finalizers = old.finalizers();
        let default = self.strategy.traits().dependents;
        let asked = match (options.orphan_dependents, &options.propagation_policy) {
            (Some(true), _) => Some(DeletionPropagation::Orphan),
            (Some(false), _) => Some(DeletionPropagation::Background),
            (None, policy) => policy.clone(),
        };
        let wanted = match (default, asked) {
            (Dependents::Unsupported, _) => None,
            (_, Some(DeletionPropagation::Orphan)) => Some(ORPHAN),
            (_, Some(DeletionPropagation::Foreground)) => Some(FOREGROUND),
            (_, Some(_)) => None,
            // What an earlier deletion, or the creator, chose.
            (_, None) if finalizers.iter().any(|f| f == ORPHAN) => Some(ORPHAN),
            (_, None) if finalizers.iter().any(|f| f == FOREGROUND) => Some(FOREGROUND),
            (Dependents::Orphan, None) => Some(ORPHAN),
            (Dependents::Background, None) => None,
        };
        finalizers.retain(|f| f != ORPHAN && f != FOREGROUND);
        finalizers.extend(wanted.map(str::to_owned));
        finalizers
    }
}

/// Where the grace period of a deletion stands.
enum Grace {
    /// The object is not deleted gracefully, or no longer.
    None,
    Begin(i64),
    Shorten(i64),
    Pending,
}

/// Marks an object as being deleted.
fn mark(object: &mut Value, now: Time, period: i64) {
    let end = now.saturating_add(Duration::from_secs(period));
    let generation = object.generation();
    let metadata = object.metadata_mut();
    metadata.insert("deletionTimestamp".into(), end.to_string().into());
    metadata.insert("deletionGracePeriodSeconds".into(), period.into());
    if generation > 0 {
        metadata.insert("generation".into(), (generation + 1).into());
    }
}

fn shorten(object: &mut Value, period: i64) {
    let (Some(end), Some(left)) =
        (object.deletion_timestamp(), object.deletion_grace_period_seconds())
    else {
        return;
    };
    let end = end.saturating_add(Duration::from_secs(period - left));
    let metadata = object.metadata_mut();
    metadata.insert("deletionTimestamp".into(), end.to_string().into());
    metadata.insert("deletionGracePeriodSeconds".into(), period.into());
}

/// Refuses options that contradict each other.
///
/// # Errors
/// 422 about `DeleteOptions`.
pub(crate) fn validate_options(options: &DeleteOptions) -> Result<(), Status> {
    let mut faults = Vec::new();
    if options.orphan_dependents.is_some() && options.propagation_policy.is_some() {
        let field = "propagationPolicy";
        let policy = options.propagation_policy.as_ref().map_or("", DeletionPropagation::as_str);
        faults.push((
            "FieldValueInvalid",
            field,
            format!(
                "Invalid value: \"{policy}\": orphanDependents and deletionPropagation cannot be \
                 both set"
            ),
        ));
    }
    if let Some(DeletionPropagation::Other(policy)) = &options.propagation_policy {
        faults.push((
            "FieldValueNotSupported",
            "propagationPolicy",
            format!(
                "Unsupported value: \"{policy}\": supported values: \"Foreground\", \
                 \"Background\", \"Orphan\", \"nil\""
            ),
        ));
    }
    if options.dry_run.iter().any(|d| d != "All") {
        let given = options.dry_run.join(",");
        faults.push((
            "FieldValueNotSupported",
            "dryRun",
            format!("Unsupported value: \"{given}\": supported values: \"All\""),
        ));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let texts: Vec<_> = faults.iter().map(|(_, field, text)| format!("{field}: {text}")).collect();
    let joined = match texts.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let message = format!("DeleteOptions.meta.k8s.io \"\" is invalid: {joined}");
    let mut status =
        Status::failure(422, reason::INVALID, message).about("meta.k8s.io", "DeleteOptions", "");
    for (kind, field, text) in faults {
        status = status.cause(kind, text, field);
    }
    Err(status)
}
