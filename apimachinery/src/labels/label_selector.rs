//! The `LabelSelector` of objects: labels that must be equal, and expressions.
//!
//! Upstream: `apimachinery/pkg/apis/meta/v1/helpers.go`, `validation/validation.go`,
//! `labels/labels.go`.

use std::collections::BTreeMap;

use super::parser::{ParseSelectorError, parse};
use super::requirement::{Operator, Requirement};
use super::selector::Selector;
use crate::meta::{LabelSelector, LabelSelectorOperator, LabelSelectorRequirement};
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::names::{label_key, label_value};
use crate::validation::quoted;

/// An operator that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OperatorError {
    /// No `LabelSelector` knows it.
    #[error("{} is not a valid label selector operator", quoted(operator))]
    Unknown {
        /// The operator.
        operator: String,
    },
    /// It has no counterpart in a `LabelSelector`.
    #[error("{} isn't supported in label selectors", quoted(operator))]
    Unsupported {
        /// The operator.
        operator: String,
    },
    /// It says more than plain labels can.
    #[error("operator {} cannot be converted into the old label selector format", quoted(operator))]
    NotPlain {
        /// The operator.
        operator: String,
    },
    /// Plain labels have one value each.
    #[error(
        "operator {} without a single value cannot be converted into the old label selector format",
        quoted(operator)
    )]
    NotSingle {
        /// The operator.
        operator: String,
    },
}

/// A `LabelSelector` or a text that gives no selector.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SelectorError {
    /// An operator does not fit.
    #[error(transparent)]
    Operator(#[from] OperatorError),
    /// A requirement has faults.
    #[error(transparent)]
    Requirement(#[from] ErrorList),
    /// The text is no selector.
    #[error("couldn't parse the selector string \"{text}\": {error}")]
    Parse {
        /// The text.
        text: String,
        /// What is wrong with it.
        error: ParseSelectorError,
    },
    /// A part of the text is not `key=value`.
    #[error("invalid selector: [{}]", parts.join(" "))]
    NotEquality {
        /// The part, cut at the equals signs.
        parts: Vec<String>,
    },
    /// A key or value that no label can have.
    #[error(transparent)]
    Label(#[from] FieldError),
}

impl Selector {
    /// The selector that an object's `LabelSelector` means: none at all selects nothing, an empty
    /// one everything.
    ///
    /// # Errors
    /// When an operator is unknown or a requirement has faults.
    pub fn from_label_selector(selector: Option<&LabelSelector>) -> Result<Self, SelectorError> {
        let Some(LabelSelector { match_labels, match_expressions }) = selector else {
            return Ok(Self::nothing());
        };
        let selector = Self::from_checked_set(match_labels)?;
        let requirements: Result<Vec<_>, _> =
            match_expressions.iter().map(Requirement::try_from).collect();
        Ok(selector.and(requirements?))
    }
}

impl TryFrom<&LabelSelector> for Selector {
    type Error = SelectorError;

    fn try_from(selector: &LabelSelector) -> Result<Self, SelectorError> {
        Self::from_label_selector(Some(selector))
    }
}

impl TryFrom<&LabelSelectorRequirement> for Requirement {
    type Error = SelectorError;

    fn try_from(expression: &LabelSelectorRequirement) -> Result<Self, SelectorError> {
        let operator = match &expression.operator {
            LabelSelectorOperator::In => Operator::In,
            LabelSelectorOperator::NotIn => Operator::NotIn,
            LabelSelectorOperator::Exists => Operator::Exists,
            LabelSelectorOperator::DoesNotExist => Operator::DoesNotExist,
            other => return Err(OperatorError::Unknown { operator: other.to_string() }.into()),
        };
        Ok(Self::new(expression.key.as_str(), operator, expression.values.clone())?)
    }
}

impl LabelSelector {
    /// Reads the text of a selector into its object form.
    ///
    /// # Errors
    /// When the text is no selector, or uses `!=`, `>` or `<`, which the object form lacks.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        let requirements =
            parse(text).map_err(|error| SelectorError::Parse { text: text.to_owned(), error })?;
        let selector = Selector::from(requirements);
        let mut object = Self::default();
        for requirement in selector.requirements().unwrap_or_default() {
            let name = || requirement.operator().to_string();
            let operator = match requirement.operator() {
                Operator::Equals | Operator::DoubleEquals => {
                    let value = requirement.values().concat();
                    object.match_labels.insert(requirement.key().to_owned(), value);
                    continue;
                }
                Operator::In => LabelSelectorOperator::In,
                Operator::NotIn => LabelSelectorOperator::NotIn,
                Operator::Exists => LabelSelectorOperator::Exists,
                Operator::DoesNotExist => LabelSelectorOperator::DoesNotExist,
                Operator::GreaterThan | Operator::LessThan => {
                    return Err(OperatorError::Unsupported { operator: name() }.into());
                }
                Operator::NotEquals => {
                    return Err(OperatorError::Unknown { operator: name() }.into());
                }
            };
            object.match_expressions.push(LabelSelectorRequirement {
                key: requirement.key().to_owned(),
                operator,
                values: requirement.values().to_vec(),
            });
        }
        Ok(object)
    }

    /// The selector as plain labels, where it says no more than that.
    ///
    /// # Errors
    /// At the first expression that is not `In` with one value.
    pub fn as_map(&self) -> Result<BTreeMap<String, String>, OperatorError> {
        let mut labels = self.match_labels.clone();
        for LabelSelectorRequirement { key, operator, values } in &self.match_expressions {
            let name = || operator.to_string();
            match (operator, values.as_slice()) {
                (LabelSelectorOperator::In, [only]) => {
                    labels.insert(key.clone(), only.clone());
                }
                (LabelSelectorOperator::In, _) => {
                    return Err(OperatorError::NotSingle { operator: name() });
                }
                (
                    LabelSelectorOperator::NotIn
                    | LabelSelectorOperator::Exists
                    | LabelSelectorOperator::DoesNotExist,
                    _,
                ) => return Err(OperatorError::NotPlain { operator: name() }),
                _ => return Err(OperatorError::Unknown { operator: name() }),
            }
        }
        Ok(labels)
    }

    /// All faults of a selector that stands at `path`.
    pub fn validate(&self, path: &Path<'_>) -> ErrorList {
        let mut errors = ErrorList::new();
        let labels_path = path.child("matchLabels");
        for (key, value) in &self.match_labels {
            let of_key = label_key(key).into_iter();
            errors.extend(of_key.map(|e| FieldError::invalid(&labels_path, key.as_str(), e)));
            let of_value = label_value(value).into_iter();
            errors.extend(of_value.map(|e| FieldError::invalid(&labels_path, value.as_str(), e)));
        }
        let expressions_path = path.child("matchExpressions");
        for (index, expression) in self.match_expressions.iter().enumerate() {
            expression.validate(&expressions_path.index(index), &mut errors);
        }
        errors
    }
}

impl LabelSelectorRequirement {
    fn validate(&self, path: &Path<'_>, errors: &mut ErrorList) {
        let values_path = path.child("values");
        let none = self.values.is_empty();
        match &self.operator {
            LabelSelectorOperator::In | LabelSelectorOperator::NotIn => {
                if none {
                    let detail = "must be specified when `operator` is 'In' or 'NotIn'";
                    errors.push(FieldError::required(&values_path, detail));
                }
            }
            LabelSelectorOperator::Exists | LabelSelectorOperator::DoesNotExist => {
                if !none {
                    let detail =
                        "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                    errors.push(FieldError::forbidden(&values_path, detail));
                }
            }
            other => {
                let path = path.child("operator");
                let detail = "not a valid selector operator";
                errors.push(FieldError::invalid(&path, other.as_str(), detail));
            }
        }
        let key_path = path.child("key");
        let faults = label_key(&self.key).into_iter();
        errors.extend(faults.map(|e| FieldError::invalid(&key_path, self.key.as_str(), e)));
        for (index, value) in self.values.iter().enumerate() {
            let path = values_path.index(index);
            let faults = label_value(value).into_iter();
            errors.extend(faults.map(|e| FieldError::invalid(&path, value.as_str(), e)));
        }
    }
}

/// A `LabelSelector` as kubectl shows it: `<none>` where it has no part, `<error>` where it means
/// nothing.
pub fn format_label_selector(selector: Option<&LabelSelector>) -> String {
    match Selector::from_label_selector(selector) {
        Err(_) => "<error>".to_owned(),
        Ok(selector) if selector.requirements().unwrap_or_default().is_empty() => {
            "<none>".to_owned()
        }
        Ok(selector) => selector.to_string(),
    }
}

/// Reads `key=value` pairs with commas between them into labels. Unlike [`Selector::parse`] it
/// knows nothing else.
///
/// # Errors
/// When a part has not exactly one equals sign, or no label can have its key or value.
pub fn labels_from_equalities(text: &str) -> Result<BTreeMap<String, String>, SelectorError> {
    let mut labels = BTreeMap::new();
    if text.is_empty() {
        return Ok(labels);
    }
    for pair in text.split(',') {
        let parts: Vec<&str> = pair.split('=').collect();
        let [key, value] = parts.as_slice() else {
            let parts = parts.into_iter().map(str::to_owned).collect();
            return Err(SelectorError::NotEquality { parts });
        };
        let (key, value) = (key.trim(), value.trim());
        let path = Path::root();
        let faults = label_key(key);
        if !faults.is_empty() {
            return Err(FieldError::invalid(&path, key, faults.join("; ")).into());
        }
        let faults = label_value(value);
        if !faults.is_empty() {
            let path = path.key(key);
            return Err(FieldError::invalid(&path, value, faults.join("; ")).into());
        }
        labels.insert(key.to_owned(), value.to_owned());
    }
    Ok(labels)
}
