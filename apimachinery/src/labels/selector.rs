//! The selector itself.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use super::parser::{ParseSelectorError, parse};
use super::requirement::{Operator, Requirement};
use crate::validation::field::ErrorList;

/// Where labels can be looked up.
pub trait MatchesLabels {
    /// The value of the label with that key.
    fn label(&self, key: &str) -> Option<&str>;
}

impl MatchesLabels for BTreeMap<String, String> {
    fn label(&self, key: &str) -> Option<&str> {
        self.get(key).map(String::as_str)
    }
}

impl<S: std::hash::BuildHasher> MatchesLabels for HashMap<String, String, S> {
    fn label(&self, key: &str) -> Option<&str> {
        self.get(key).map(String::as_str)
    }
}

/// Requirements that must all hold, sorted by key; or nothing, which no labels satisfy.
///
/// # Example
/// ```
/// use std::collections::BTreeMap;
/// use bowline_apimachinery::labels::Selector;
///
/// let selector: Selector = "app in (web, api), !canary".parse()?;
/// let labels = BTreeMap::from([("app".to_owned(), "web".to_owned())]);
/// assert!(selector.matches(&labels));
/// assert_eq!(selector.to_string(), "app in (api,web),!canary");
/// # Ok::<(), bowline_apimachinery::labels::ParseSelectorError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// None for the selector of nothing.
    requirements: Option<Vec<Requirement>>,
}

impl Selector {
    /// Selects every object.
    pub const fn everything() -> Self {
        Self { requirements: Some(Vec::new()) }
    }

    /// Selects no object.
    pub const fn nothing() -> Self {
        Self { requirements: None }
    }

    /// Reads a selector from text.
    ///
    /// # Errors
    /// When the text is not a selector, or has keys or values that no label can have.
    pub fn parse(text: &str) -> Result<Self, ParseSelectorError> {
        parse(text).map(Self::from)
    }

    /// Selects objects that have all these labels; the labels are not checked.
    pub fn from_set(labels: &BTreeMap<String, String>) -> Self {
        // The map's order is that of the keys already.
        let requirements = labels.iter().map(|(key, value)| Requirement::equals(key, value));
        Self { requirements: Some(requirements.collect()) }
    }

    /// Selects objects that have all these labels.
    ///
    /// # Errors
    /// With the faults of the first label that none can have.
    pub fn from_checked_set(labels: &BTreeMap<String, String>) -> Result<Self, ErrorList> {
        let requirements: Result<Vec<_>, _> = labels
            .iter()
            .map(|(key, value)| {
                Requirement::new(key.as_str(), Operator::Equals, vec![value.clone()])
            })
            .collect();
        Ok(Self { requirements: Some(requirements?) })
    }

    /// This selector with more requirements. Nothing stays nothing.
    #[must_use]
    pub fn and(mut self, more: impl IntoIterator<Item = Requirement>) -> Self {
        if let Some(requirements) = &mut self.requirements {
            requirements.extend(more);
            requirements.sort_by(|a, b| a.key().cmp(b.key()));
        }
        self
    }

    /// Whether every object is selected.
    pub fn is_empty(&self) -> bool {
        self.requirements.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether no object can be selected, since this is the selector of nothing.
    pub fn is_nothing(&self) -> bool {
        self.requirements.is_none()
    }

    /// The requirements; none if nothing is selected.
    pub fn requirements(&self) -> Option<&[Requirement]> {
        self.requirements.as_deref()
    }

    /// Whether an object with these labels is selected.
    pub fn matches(&self, labels: &impl MatchesLabels) -> bool {
        self.matches_with(|key| labels.label(key))
    }

    /// Whether an object is selected whose labels `get` finds.
    pub fn matches_with<'a>(&self, get: impl Fn(&str) -> Option<&'a str>) -> bool {
        match &self.requirements {
            Some(all) => all.iter().all(|requirement| requirement.matches(get(requirement.key()))),
            None => false,
        }
    }

    /// The value that a label must have, if the first requirement about it allows only one.
    pub fn requires_exact_match(&self, key: &str) -> Option<&str> {
        let requirement = self.requirements()?.iter().find(|r| r.key() == key)?;
        match (requirement.operator(), requirement.values()) {
            (Operator::Equals | Operator::DoubleEquals | Operator::In, [only]) => Some(only),
            _ => None,
        }
    }
}

impl Default for Selector {
    fn default() -> Self {
        Self::everything()
    }
}

impl From<Vec<Requirement>> for Selector {
    fn from(requirements: Vec<Requirement>) -> Self {
        Self::everything().and(requirements)
    }
}

impl FromStr for Selector {
    type Err = ParseSelectorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The requirements with commas between them; empty for everything and for nothing.
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, requirement) in self.requirements().unwrap_or_default().iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            requirement.fmt(f)?;
        }
        Ok(())
    }
}
