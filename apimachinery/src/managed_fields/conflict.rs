//! What an apply would take from others.

use std::fmt;

use super::field_set::FieldSet;
use super::managers::{ManagerId, Operation};
use super::path_element::Path;
use crate::meta::{Status, StatusCause, reason};
use crate::validation::quoted;

/// A field that someone else owns with another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The owner, as messages name him: `"kubectl" using apps/v1`.
    pub manager: String,
    /// The field.
    pub path: Path,
}

/// Every field that an apply would take from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflicts(pub Vec<Conflict>);

impl Conflicts {
    pub(super) fn add(&mut self, id: &ManagerId, set: &FieldSet) {
        let manager = describe(id);
        let conflicts = set.paths().into_iter();
        self.0.extend(conflicts.map(|path| Conflict { manager: manager.clone(), path }));
    }

    pub(super) fn set(&self) -> FieldSet {
        let mut set = FieldSet::new();
        for conflict in &self.0 {
            set.insert(&conflict.path.0);
        }
        set
    }

    /// The answer to the client: 409 with a cause a field.
    #[must_use]
    pub fn status(&self) -> Status {
        let mut status = Status::failure(409, reason::CONFLICT, self.to_string());
        let details = status.details.get_or_insert_default();
        details.causes = self
            .0
            .iter()
            .map(|conflict| StatusCause {
                reason: "FieldManagerConflict".into(),
                message: format!("conflict with {}", conflict.manager),
                field: conflict.path.to_string(),
            })
            .collect();
        status
    }
}

fn describe(id: &ManagerId) -> String {
    let mut text = quoted(&id.manager).to_string();
    if !id.subresource.is_empty() {
        text = format!("{text} with subresource {}", quoted(&id.subresource));
    }
    if id.operation == Operation::Update {
        text = format!("{text} using {}", id.api_version);
    }
    text
}

/// The message of the answer: one line for one conflict, otherwise a list by owner.
impl fmt::Display for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            [Conflict { manager, path }] => {
                write!(f, "Apply failed with 1 conflict: conflict with {manager}: {path}")
            }
            conflicts => {
                write!(f, "Apply failed with {} conflicts: ", conflicts.len())?;
                let mut owner = None;
                for Conflict { manager, path } in conflicts {
                    if owner != Some(manager) {
                        let gap = if owner.is_some() { "\n" } else { "" };
                        write!(f, "{gap}conflicts with {manager}:")?;
                        owner = Some(manager);
                    }
                    write!(f, "\n- {path}")?;
                }
                Ok(())
            }
        }
    }
}
