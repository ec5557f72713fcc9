//! The arithmetic of ownership: who owns what after a write.
//!
//! *Upstream:* `structured-merge-diff/merge.Updater`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::conflict::Conflicts;
use super::field_set::FieldSet;
use super::managers::{ManagerId, Managers, Owned};
use super::schema::{Schema, Versions};
use super::typed::with_named_fields;
use super::typed::{Comparison, TypedError, compare, field_set, merge, reconcile, remove};
use super::value_order::equal;

/// Computes ownership in one version of a kind.
pub(super) struct Updater<'a> {
    pub(super) versions: &'a dyn Versions,
    pub(super) api_version: &'a str,
    pub(super) schema: Schema<'a>,
    /// Fields that a write can't set, by version.
    pub(super) reset_fields: &'a [(&'a str, FieldSet)],
}

/// Why an apply does not happen.
#[derive(Debug)]
pub(super) enum UpdaterError {
    Conflicts(Conflicts),
    Typed(TypedError),
}

impl From<TypedError> for UpdaterError {
    fn from(error: TypedError) -> Self {
        Self::Typed(error)
    }
}

impl Updater<'_> {
    /// Gives what changed from `live` to `new` to the writer.
    pub(super) fn update(
        &self,
        live: &Value,
        new: &Value,
        managers: &mut Managers,
        writer: &ManagerId,
    ) -> Result<(), TypedError> {
        self.reconcile(managers);
        let changes = match self.hand_over(live, new, managers, writer, true) {
            Ok(changes) => changes,
            Err(UpdaterError::Typed(error)) => return Err(error),
            // Forced: there are none.
            Err(UpdaterError::Conflicts(_)) => return Ok(()),
        };
        let mut set = managers.owned.remove(writer).map(|owned| owned.set).unwrap_or_default();
        set.subtract(&changes.removed);
        set.absorb(changes.modified);
        set.absorb(changes.added);
        let set = self.without_reset(set, self.api_version);
        let api_version = self.api_version.to_owned();
        managers.set(writer.clone(), Owned { set, api_version, applied: false });
        Ok(())
    }

    /// Merges what is applied into `live`; `None` when that changes nothing.
    pub(super) fn apply(
        &self,
        live: &Value,
        applied: &Value,
        managers: &mut Managers,
        applier: &ManagerId,
        force: bool,
    ) -> Result<Option<Value>, UpdaterError> {
        self.reconcile(managers);
        let merged = merge(live, applied, self.schema)?;
        let last = managers.owned.get(applier).cloned();
        let set = self.without_reset(field_set(applied, self.schema), self.api_version);
        let api_version = self.api_version.to_owned();
        let owned = Owned { set, api_version, applied: true };
        managers.owned.insert(applier.clone(), owned);
        let new = self.prune(merged, managers, last.as_ref());
        self.hand_over(live, &new, managers, applier, force)?;
        Ok((!equal(live, &new)).then_some(new))
    }

    /// Takes from all others what the write changed; conflicts unless forced.
    fn hand_over(
        &self,
        live: &Value,
        new: &Value,
        managers: &mut Managers,
        writer: &ManagerId,
        force: bool,
    ) -> Result<Comparison, UpdaterError> {
        let changes = self.changes(live, new, self.api_version, self.schema)?;
        let mut of_version = BTreeMap::from([(self.api_version.to_owned(), Some(changes))]);
        let mut conflicts = Conflicts::default();
        let mut taken_from = Vec::new();
        for (id, owned) in managers.owned.iter().filter(|(id, _)| *id != writer) {
            let version = &owned.api_version;
            if !of_version.contains_key(version) {
                of_version.insert(version.clone(), self.changes_in(live, new, version)?);
            }
            let Some(Some(changes)) = of_version.get(version) else {
                taken_from.push((id.clone(), None));
                continue;
            };
            let mut taken = owned.set.intersection(&changes.modified);
            taken.absorb(owned.set.intersection(&changes.added));
            if !taken.is_empty() {
                conflicts.add(id, &taken);
            }
            if !taken.is_empty() || !changes.removed.is_empty() {
                taken_from.push((id.clone(), Some(taken)));
            }
        }
        if !force && !conflicts.0.is_empty() {
            return Err(UpdaterError::Conflicts(conflicts));
        }
        for (id, taken) in taken_from {
            let Some(owned) = managers.owned.get_mut(&id) else { continue };
            let changes = of_version.get(&owned.api_version).and_then(Option::as_ref);
            match (taken, changes) {
                (Some(taken), Some(changes)) => {
                    owned.set.subtract(&taken);
                    owned.set.subtract(&changes.removed);
                }
                // Its version is not served any more.
                _ => drop(managers.owned.remove(&id)),
            }
        }
        managers.owned.retain(|_, owned| !owned.set.is_empty());
        Ok(of_version.remove(self.api_version).flatten().unwrap_or_default())
    }

    fn changes(
        &self,
        live: &Value,
        new: &Value,
        version: &str,
        schema: Schema<'_>,
    ) -> Result<Comparison, TypedError> {
        let changes = compare(live, new, schema)?;
        Ok(match self.reset_of(version) {
            Some(fields) => changes.without(fields),
            None => changes,
        })
    }

    /// The changes as seen in another version; `None` when it is not served any more.
    fn changes_in(
        &self,
        live: &Value,
        new: &Value,
        version: &str,
    ) -> Result<Option<Comparison>, TypedError> {
        let (Some(schema), Some(live), Some(new)) = (
            self.versions.schema(version),
            self.versions.convert(live, version),
            self.versions.convert(new, version),
        ) else {
            return Ok(None);
        };
        self.changes(&live, &new, version, schema).map(Some)
    }

    fn reset_of(&self, version: &str) -> Option<&FieldSet> {
        self.reset_fields.iter().find(|(of, _)| *of == version).map(|(_, fields)| fields)
    }

    fn without_reset(&self, mut set: FieldSet, version: &str) -> FieldSet {
        if let Some(fields) = self.reset_of(version) {
            set.subtract_recursive(fields);
        }
        set
    }

    /// Removes what the applier applied last time, does not apply now, and nobody else owns.
    fn prune(&self, merged: Value, managers: &Managers, last: Option<&Owned>) -> Value {
        let Some(last) = last.filter(|last| !last.set.is_empty()) else { return merged };
        let version = &*last.api_version;
        let (Some(schema), Some(in_last)) =
            (self.versions.schema(version), self.versions.convert(&merged, version))
        else {
            return merged;
        };
        let gone = with_named_fields(&last.set, Some(schema));
        let pruned = remove(&in_last, &gone, Some(schema));
        let pruned = self.add_back_owned(&in_last, pruned, version, managers);
        let pruned = self.add_back_dangling(&in_last, pruned, last, schema);
        match self.versions.convert(&pruned, self.api_version) {
            Some(pruned) => pruned.into_owned(),
            None => merged,
        }
    }

    /// Puts back what others own, or the applier still does.
    fn add_back_owned(
        &self,
        merged: &Value,
        pruned: Value,
        version: &str,
        managers: &Managers,
    ) -> Value {
        let mut owned: BTreeMap<&str, FieldSet> = BTreeMap::new();
        for manager in managers.owned.values() {
            let all = owned.entry(&manager.api_version).or_default();
            *all = all.union(&manager.set);
        }
        let mut pruned = (version.to_owned(), pruned);
        // The version in hand first: what others need for conversion may have been pruned.
        let first = owned.remove_entry(version);
        for (version, owned) in first.into_iter().chain(owned) {
            let (Some(schema), Some(merged), Some(left)) = (
                self.versions.schema(version),
                self.versions.convert(merged, version),
                self.versions.convert(&pruned.1, version),
            ) else {
                continue;
            };
            let named = |set: &FieldSet| with_named_fields(set, Some(schema));
            let keep = named(&field_set(&left, schema)).union(&named(&owned));
            let gone = named(&field_set(&merged, schema)).difference(&keep);
            pruned = (version.to_owned(), remove(&merged, &gone, Some(schema)));
        }
        pruned.1
    }

    /// Puts back what the applier did not own last time either.
    fn add_back_dangling(
        &self,
        merged: &Value,
        pruned: Value,
        last: &Owned,
        schema: Schema<'_>,
    ) -> Value {
        let Some(pruned) = self.versions.convert(&pruned, &last.api_version) else {
            return merged.clone();
        };
        let named = |set: &FieldSet| with_named_fields(set, Some(schema));
        let gone = named(&field_set(merged, schema))
            .difference(&named(&field_set(&pruned, schema)))
            .intersection(&named(&last.set));
        remove(merged, &gone, Some(schema))
    }

    /// Follows changes of types between granular and atomic.
    fn reconcile(&self, managers: &mut Managers) {
        for owned in managers.owned.values_mut() {
            if let Some(schema) = self.versions.schema(&owned.api_version) {
                reconcile(&mut owned.set, schema);
            }
        }
    }
}
