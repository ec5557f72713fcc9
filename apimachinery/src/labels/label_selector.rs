//! The `LabelSelector` of objects, taken apart: labels that must be equal, and expressions.
//!
//! Upstream: `apimachinery/pkg/apis/meta/v1/helpers.go`, `validation/validation.go`,
//! `labels/labels.go`.

use std::collections::BTreeMap;

use super::parser::{ParseSelectorError, parse};
use super::requirement::{Operator, Requirement};
use super::selector::Selector;
use crate::validation::field::{ErrorList, FieldError, Path};
use crate::validation::names::{label_key, label_value};
use crate::validation::quoted;

/// One `matchExpressions` entry of a `LabelSelector`.
#[derive(Clone, Copy, Debug)]
pub struct Expression<'a> {
    /// The label's key.
    pub key: &'a str,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`, or something that is refused.
    pub operator: &'a str,
    /// The values.
    pub values: &'a [String],
}

/// The two parts of a `LabelSelector`, owned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSelectorParts {
    /// Labels that an object must have.
    pub match_labels: BTreeMap<String, String>,
    /// Key, operator and values, in order.
    pub match_expressions: Vec<(String, &'static str, Vec<String>)>,
}

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

/// Parts or a text that give no selector.
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
    /// The selector that a `LabelSelector` means; one without any part selects everything. (That
    /// no `LabelSelector` at all selects nothing is the caller's to say.)
    ///
    /// # Errors
    /// When an operator is unknown or a requirement has faults.
    pub fn from_parts<'a>(
        match_labels: &BTreeMap<String, String>,
        match_expressions: impl IntoIterator<Item = Expression<'a>>,
    ) -> Result<Self, SelectorError> {
        let mut selector = Self::from_checked_set(match_labels)?;
        let mut requirements = Vec::new();
        for Expression { key, operator, values } in match_expressions {
            let operator = match operator {
                "In" => Operator::In,
                "NotIn" => Operator::NotIn,
                "Exists" => Operator::Exists,
                "DoesNotExist" => Operator::DoesNotExist,
                _ => Err(OperatorError::Unknown { operator: operator.to_owned() })?,
            };
            requirements.push(Requirement::new(key, operator, values.to_vec())?);
        }
        if !requirements.is_empty() {
            selector = selector.and(requirements);
        }
        Ok(selector)
    }
}

/// Reads a text into the parts of a `LabelSelector`.
///
/// # Errors
/// When the text is no selector, or uses `>` or `<`.
pub fn to_parts(text: &str) -> Result<LabelSelectorParts, SelectorError> {
    let requirements =
        parse(text).map_err(|error| SelectorError::Parse { text: text.to_owned(), error })?;
    let selector = Selector::from(requirements);
    let mut parts = LabelSelectorParts::default();
    for requirement in selector.requirements().unwrap_or_default() {
        let key = requirement.key().to_owned();
        let operator = match requirement.operator() {
            Operator::In => "In",
            Operator::NotIn => "NotIn",
            Operator::Exists => "Exists",
            Operator::DoesNotExist => "DoesNotExist",
            Operator::Equals | Operator::DoubleEquals => {
                parts.match_labels.insert(key, requirement.values().concat());
                continue;
            }
            Operator::GreaterThan | Operator::LessThan => {
                let operator = requirement.operator().to_string();
                return Err(OperatorError::Unsupported { operator }.into());
            }
            Operator::NotEquals => {
                let operator = requirement.operator().to_string();
                return Err(OperatorError::Unknown { operator }.into());
            }
        };
        parts.match_expressions.push((key, operator, requirement.values().to_vec()));
    }
    Ok(parts)
}

/// The parts of a `LabelSelector` as plain labels, where they say no more than that.
///
/// # Errors
/// At the first expression that is not `In` with one value.
pub fn equality_map<'a>(
    match_labels: &BTreeMap<String, String>,
    match_expressions: impl IntoIterator<Item = Expression<'a>>,
) -> Result<BTreeMap<String, String>, OperatorError> {
    let mut labels = match_labels.clone();
    for Expression { key, operator, values } in match_expressions {
        let name = operator.to_owned();
        match (operator, values) {
            ("In", [only]) => {
                labels.insert(key.to_owned(), only.clone());
            }
            ("In", _) => return Err(OperatorError::NotSingle { operator: name }),
            ("NotIn" | "Exists" | "DoesNotExist", _) => {
                return Err(OperatorError::NotPlain { operator: name });
            }
            _ => return Err(OperatorError::Unknown { operator: name }),
        }
    }
    Ok(labels)
}

/// The parts of a `LabelSelector` as kubectl shows them.
pub fn format_parts<'a>(
    match_labels: &BTreeMap<String, String>,
    match_expressions: impl IntoIterator<Item = Expression<'a>>,
) -> String {
    match Selector::from_parts(match_labels, match_expressions) {
        Err(_) => "<error>".to_owned(),
        Ok(selector) if selector.is_empty() => "<none>".to_owned(),
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

/// All faults of the parts of a `LabelSelector` at `path`.
pub fn validate_parts<'a>(
    match_labels: &BTreeMap<String, String>,
    match_expressions: impl IntoIterator<Item = Expression<'a>>,
    path: &Path<'_>,
) -> ErrorList {
    let mut errors = ErrorList::new();
    let labels_path = path.child("matchLabels");
    for (key, value) in match_labels {
        let of_key = label_key(key).into_iter();
        errors.extend(of_key.map(|e| FieldError::invalid(&labels_path, key.as_str(), e)));
        let of_value = label_value(value).into_iter();
        errors.extend(of_value.map(|e| FieldError::invalid(&labels_path, value.as_str(), e)));
    }
    let expressions_path = path.child("matchExpressions");
    for (index, expression) in match_expressions.into_iter().enumerate() {
        validate_expression(expression, &expressions_path.index(index), &mut errors);
    }
    errors
}

fn validate_expression(expression: Expression<'_>, path: &Path<'_>, errors: &mut ErrorList) {
    let Expression { key, operator, values } = expression;
    let values_path = path.child("values");
    match operator {
        "In" | "NotIn" if values.is_empty() => {
            let detail = "must be specified when `operator` is 'In' or 'NotIn'";
            errors.push(FieldError::required(&values_path, detail));
        }
        "Exists" | "DoesNotExist" if !values.is_empty() => {
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            errors.push(FieldError::forbidden(&values_path, detail));
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
        _ => {
            let path = path.child("operator");
            errors.push(FieldError::invalid(&path, operator, "not a valid selector operator"));
        }
    }
    let key_path = path.child("key");
    errors.extend(label_key(key).into_iter().map(|e| FieldError::invalid(&key_path, key, e)));
    for (index, value) in values.iter().enumerate() {
        let path = values_path.index(index);
        let faults = label_value(value).into_iter();
        errors.extend(faults.map(|e| FieldError::invalid(&path, value.as_str(), e)));
    }
}
