//! Label and field selectors of a list, watch or deletecollection.

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::{fields, labels};

use super::entry::Entry;
use super::index::FieldIndex;

/// Which objects are meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    labels: Option<labels::Selector>,
    fields: Vec<FieldTerm>,
    name: Option<String>,
}

#[derive(Clone, Debug)]
struct FieldTerm {
    place: Place,
    value: String,
    /// Whether the field must have the value, or must not.
    equal: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Name,
    Namespace,
    Indexed(usize),
    /// Accepted, and empty on every object.
    Nothing,
}

/// What field labels a resource knows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldLabels<'a> {
    pub(crate) index: &'a FieldIndex,
    pub(crate) aliases: &'a [(&'a str, &'a str)],
    pub(crate) unindexed: &'a [&'a str],
}

impl Selection {
    /// Every object.
    pub(crate) fn everything() -> Self {
        Self::default()
    }

    /// Reads the selectors as the client wrote them.
    ///
    /// # Errors
    /// 400 when a selector is malformed or names a field that cannot be selected by.
    pub(crate) fn parse(
        label_selector: &str,
        field_selector: &str,
        known: FieldLabels<'_>,
    ) -> Result<Self, Status> {
        let mut selection = Self::default();
        if !label_selector.is_empty() {
            let parsed = labels::Selector::parse(label_selector)
                .map_err(|e| Status::bad_request(e.to_string()))?;
            selection.labels = Some(parsed).filter(|s| !s.is_empty());
        }
        let parsed = fields::Selector::parse(field_selector)
            .map_err(|e| Status::bad_request(e.to_string()))?;
        selection.name = parsed.requires_exact_match("metadata.name").map(str::to_owned);
        for term in parsed.requirements() {
            selection.fields.push(FieldTerm {
                place: place(&term.field, known)?,
                value: term.value.clone(),
                equal: term.operator == fields::Operator::Equals,
            });
        }
        Ok(selection)
    }

    /// Selects only the object of this name.
    pub(crate) fn require_name(&mut self, name: &str) {
        self.name = Some(name.to_owned());
        self.fields.push(FieldTerm { place: Place::Name, value: name.to_owned(), equal: true });
    }

    /// Whether every object is selected.
    pub(crate) fn is_everything(&self) -> bool {
        self.labels.is_none() && self.fields.is_empty()
    }

    /// The only name that can match, if there is one.
    pub(crate) fn exact_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The value that the indexed field at a position must have, if there is one.
    pub(crate) fn exact_field(&self, position: usize) -> Option<&str> {
        self.fields.iter().find_map(|term| match term.place {
            Place::Indexed(at) if at == position && term.equal => Some(term.value.as_str()),
            _ => None,
        })
    }

    /// Whether the object is meant.
    pub(crate) fn matches(&self, entry: &Entry) -> bool {
        let fields = self.fields.iter().all(|term| {
            let value = match term.place {
                Place::Name => entry.name(),
                Place::Namespace => entry.namespace(),
                Place::Indexed(position) => entry.field(position),
                Place::Nothing => "",
            };
            (value == term.value) == term.equal
        });
        fields && self.labels.as_ref().is_none_or(|s| s.matches_with(|key| entry.label(key)))
    }
}

fn place(label: &str, known: FieldLabels<'_>) -> Result<Place, Status> {
    let label = known.aliases.iter().find(|(old, _)| *old == label).map_or(label, |(_, new)| new);
    match label {
        "metadata.name" => Ok(Place::Name),
        "metadata.namespace" => Ok(Place::Namespace),
        _ => match known.index.position(label) {
            Some(position) => Ok(Place::Indexed(position)),
            None if known.unindexed.contains(&label) => Ok(Place::Nothing),
            None => Err(Status::bad_request(format!("field label not supported: {label}"))),
        },
    }
}
