//! Creating an object.

use std::sync::Arc;

use bowline_apimachinery::meta::{Status, reason};
use bowline_apimachinery::validation::field::ErrorList;
use serde_json::Value;

use super::typed_preparation::Judgement;
use super::{Store, WriteContext};
use crate::admission::Operation;
use crate::registry::entry::Entry;
use crate::registry::object::ObjectAccess as _;
use crate::registry::strategy::Generation;

/// How often a generated name is tried.
const NAME_ATTEMPTS: usize = 8;
/// How many characters of `generateName` are kept.
const GENERATED_BASE: usize = 58;
/// How many characters are appended to it.
const GENERATED_SUFFIX: usize = 5;

impl Store {
    /// Creates an object that passed mutating admission.
    ///
    /// # Errors
    /// The answer to the client.
    pub(crate) async fn create(
        &self,
        cx: &WriteContext<'_>,
        object: Value,
    ) -> Result<Arc<Entry>, Status> {
        let generated = object.name().is_empty() && !object.meta("generateName").is_empty();
        if !generated {
            return self.create_once(cx, object).await;
        }
        for _ in 1..NAME_ATTEMPTS {
            match self.create_once(cx, object.clone()).await {
                Err(status) if status.reason == reason::ALREADY_EXISTS => {}
                outcome => return outcome,
            }
        }
        self.create_once(cx, object).await.map_err(|status| {
            if status.reason != reason::ALREADY_EXISTS {
                return status;
            }
            let message = format!(
                "{}, the server was not able to generate a unique name for the object",
                status.message
            );
            Status { message, ..status }.retry_after(1)
        })
    }

    async fn create_once(
        &self,
        cx: &WriteContext<'_>,
        object: Value,
    ) -> Result<Arc<Entry>, Status> {
        let mut object = self.complete_new(cx, object)?;
        // What is wrong is told before anything is taken from others for it.
        let faults = self.faults_of_new(cx, &object);
        if !faults.is_empty() {
            return Err(self.invalid(object.name(), &faults));
        }
        for warning in self.strategy.warnings_on_create(&object) {
            cx.warnings.add(warning);
        }
        self.strategy.acquire(cx, &mut object, &Value::Null).await?;
        let held = object.clone();
        let outcome = self.write_new(cx, object).await;
        if outcome.is_err() && !cx.dry_run {
            self.strategy.release(cx, &held, &Value::Null).await;
        }
        outcome
    }

    async fn write_new(&self, cx: &WriteContext<'_>, object: Value) -> Result<Arc<Entry>, Status> {
        let object = cx.judge(Operation::Create, object, &Value::Null).await?;

        let name = object.name().to_owned();
        let key = self.key(cx.namespace, &name);
        let storage = &self.environment.storage;
        if cx.dry_run {
            let there = storage.get(&key).await.map_err(|e| self.failed(&e, "create", &name))?;
            return match there.kv {
                Some(_) => Err(Status::already_exists(&self.group, &self.plural, &name)),
                None => self.entry_of(&object, 0),
            };
        }
        let ttl = self.strategy.time_to_live(&object);
        let stored = self.layout.encode(&object);
        let revision = match storage.create(&key, stored.clone(), ttl).await {
            Ok(revision) => revision,
            Err(error) => {
                let mut status = self.failed(&error, "create", &name);
                let holder = error.current().and_then(|kv| self.entry(kv).ok());
                if holder.is_some_and(|holder| holder.value().is_terminating()) {
                    status.message = format!("object is being deleted: {}", status.message);
                }
                return Err(status);
            }
        };
        self.settle(revision).await;
        Entry::of_stored(&self.layout, stored, revision).map(Arc::new).map_err(Status::internal)
    }

    /// What every new object gets, whatever the client sent.
    ///
    /// # Errors
    /// When the object cannot live where it is sent.
    pub(super) fn complete_new(
        &self,
        cx: &WriteContext<'_>,
        mut object: Value,
    ) -> Result<Value, Status> {
        if !object.resource_version().is_empty() {
            return Err(Status::failure(
                500,
                "",
                "resourceVersion should not be set on objects to be created",
            ));
        }
        let environment = &self.environment;
        let traits = self.strategy.traits();
        let metadata = object.metadata_mut();
        for field in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation"] {
            metadata.remove(field);
        }
        metadata.insert("creationTimestamp".into(), environment.now().to_string().into());
        metadata.insert("uid".into(), environment.random.uuid_v4().into());
        if self.namespaced {
            metadata.insert("namespace".into(), cx.namespace.into());
        } else {
            metadata.remove("namespace");
        }
        if traits.generation != Generation::None {
            metadata.insert("generation".into(), 1.into());
        }
        let base = object.meta("generateName");
        if object.name().is_empty() && !base.is_empty() {
            let mut cut = base.len().min(GENERATED_BASE);
            while !base.is_char_boundary(cut) {
                cut -= 1;
            }
            let suffix = environment.random.name_suffix(GENERATED_SUFFIX);
            let name = format!("{}{suffix}", &base[..cut]);
            object.metadata_mut().insert("name".into(), name.into());
        }
        if traits.status && self.layout.schema().built_in().is_none() {
            object.remove("status");
        }
        let mut object = self.prepare_new(cx, object)?;
        self.strategy.prepare_for_create(cx, &mut object);
        Ok(object)
    }

    fn faults_of_new(&self, cx: &WriteContext<'_>, object: &Value) -> ErrorList {
        let Judgement { mut faults, warnings } = self.judge_type(object);
        faults.extend(self.strategy.validate(cx, object));
        if faults.is_empty() || !self.has_own_order() {
            faults.extend(self.faults_of_metadata(object));
        }
        if faults.is_empty() {
            warnings.into_iter().for_each(|warning| cx.warnings.add(warning));
        }
        faults
    }
}
