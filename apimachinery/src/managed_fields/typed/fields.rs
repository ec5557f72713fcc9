//! The fields that a value has.

use serde_json::Value;

use super::list_items::element;
use crate::managed_fields::field_set::{FieldSet, Mark};
use crate::managed_fields::path_element::PathElement;
use crate::managed_fields::schema::{Form, ListKind, ListType, Schema};

/// Every leaf of the value, and every item of its sets and maps.
pub(in crate::managed_fields) fn field_set(value: &Value, schema: Schema<'_>) -> FieldSet {
    fields(value, schema).children
}

fn fields(value: &Value, schema: Schema<'_>) -> Mark {
    match schema.atom().deduce(Some(value)).form() {
        Form::Scalar(_) => Mark::LEAF,
        Form::Map(map) if map.atomic => Mark::LEAF,
        Form::Map(map) => {
            let mut mark = Mark::default();
            for (name, member) in value.as_object().into_iter().flatten() {
                let mut inner =
                    map.member(name).map(|schema| fields(member, schema)).unwrap_or_default();
                let is_empty = member.is_null() || member.as_object().is_some_and(|m| m.is_empty());
                inner.member |= is_empty || map.field(name).is_none();
                mark.children.add(PathElement::field(name), inner);
            }
            mark
        }
        Form::List(ListType { kind: ListKind::Atomic, .. }) => Mark::LEAF,
        Form::List(list) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            list_fields(&list, items)
        }
    }
}

fn list_fields(list: &ListType<'_>, items: &[Value]) -> Mark {
    let elements: Vec<_> =
        items.iter().filter_map(|item| Some((element(list, item).ok()?, item))).collect();
    let mut mark = Mark::default();
    for (step, item) in &elements {
        // Items that are there twice can't be told apart: they are owned as one.
        let twice = elements.iter().filter(|(other, _)| other == step).count() > 1;
        let mut inner = if twice { Mark::default() } else { fields(item, list.items) };
        inner.member = true;
        mark.children.add(step.clone(), inner);
    }
    mark
}

/// The set with every declared member through which its paths go.
///
/// *Upstream:* `fieldpath.Set.EnsureNamedFieldsAreMembers`.
pub(in crate::managed_fields) fn with_named_fields(
    set: &FieldSet,
    schema: Option<Schema<'_>>,
) -> FieldSet {
    let atom = schema.map(Schema::atom).unwrap_or_default();
    let mut all = FieldSet::new();
    for (step, member, children) in set.parts() {
        let (named, schema) = match step {
            PathElement::Field(name) => (
                atom.map.is_some_and(|map| map.field(name).is_some()),
                atom.map.and_then(|map| map.member(name)),
            ),
            PathElement::Key(_) => (false, atom.list.map(|list| list.items)),
            _ => (false, None),
        };
        let member = member || (named && !children.is_empty());
        all.add(step.clone(), Mark { member, children: with_named_fields(children, schema) });
    }
    all
}
